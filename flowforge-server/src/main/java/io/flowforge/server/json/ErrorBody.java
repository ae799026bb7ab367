package io.flowforge.server.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * The response body of every error. Whatever a message quotes, the body is never longer than 64
 * KiB: it contains the first problems, each limited in length, and the number of the others.
 *
 * @param code the HTTP status code
 * @param details one sentence per problem; absent if the message says it all
 */
public record ErrorBody(
    String message, int code, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> details) {

  private static final int MAX_MESSAGE_BYTES = 4 * 1024;
  private static final int MAX_DETAIL_BYTES = 1024;
  private static final int MAX_DETAILS = 20;

  public ErrorBody {
    message = BoundedText.of(message, MAX_MESSAGE_BYTES);
    List<String> first = new ArrayList<>();
    for (String detail : details.subList(0, Math.min(details.size(), MAX_DETAILS))) {
      first.add(BoundedText.of(detail, MAX_DETAIL_BYTES));
    }
    int others = details.size() - first.size();
    if (others > 0) {
      first.add(others == 1 ? "1 more problem" : others + " more problems");
    }
    details = List.copyOf(first);
  }

  public ErrorBody(String message, int code) {
    this(message, code, List.of());
  }
}
