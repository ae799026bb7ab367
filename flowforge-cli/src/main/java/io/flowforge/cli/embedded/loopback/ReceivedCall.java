package io.flowforge.cli.embedded.loopback;

import java.util.Map;
import java.util.Optional;

/**
 * One call that the target got.
 *
 * @param target path and query, as they came
 * @param headers those worth showing, by lower-case name
 * @param body as text, cut when it is long
 */
public record ReceivedCall(String method, String target, Map<String, String> headers, String body) {

  public ReceivedCall {
    headers = Map.copyOf(headers);
  }

  /** What tells a repetition from a new call. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(headers.get("idempotency-key"));
  }
}
