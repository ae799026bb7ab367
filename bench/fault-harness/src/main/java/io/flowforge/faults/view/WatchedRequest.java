package io.flowforge.faults.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the streams of a request have brought, and what the API says afterwards.
 *
 * @param transitions as they arrived, without the status of the request that streams add
 * @param lines of logs, as they arrived
 * @param ends the events that said that the request has ended
 * @param isWhole whether the viewer stayed until nothing happened any more
 * @param history all transitions, as the API returns them
 * @param logs of the steps that the transitions name, in each run that was watched, as the API
 *     returns them
 */
public record WatchedRequest(
    String requestId,
    List<JsonNode> transitions,
    Map<LogName, List<String>> lines,
    List<End> ends,
    boolean isWhole,
    List<JsonNode> history,
    Map<LogName, List<String>> logs) {

  public WatchedRequest {
    transitions = List.copyOf(transitions);
    lines = Map.copyOf(lines);
    ends = List.copyOf(ends);
    history = List.copyOf(history);
    logs = Map.copyOf(logs);
  }

  /** Names the log of a step in a run. */
  public record LogName(String step, int run) {}

  /**
   * An event that said that the request has ended.
   *
   * @param after how many transitions had arrived
   */
  public record End(String status, int after) {}
}
