package io.flowforge.request.log;

import java.time.Instant;
import java.util.List;

/**
 * Lines of the log of a step that were written together.
 *
 * @param logId the number of the row; rows of a request are committed in the order of their numbers
 * @param run the number of the run in which they were written
 * @param loggedAt the time of the first line
 * @param lines as clients show them
 * @param hasMore whether rows follow that the reader has left out
 */
public record LoggedRow(
    long logId, String stepName, int run, Instant loggedAt, List<String> lines, boolean hasMore) {

  public LoggedRow {
    lines = List.copyOf(lines);
  }
}
