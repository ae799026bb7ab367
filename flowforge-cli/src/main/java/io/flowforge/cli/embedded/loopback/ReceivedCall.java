package io.flowforge.cli.embedded.loopback;

import java.util.Map;
import java.util.Optional;

/**
 * A call that the stub service received.
 *
 * @param target path and query, still encoded
 * @param headers the headers that may be shown, by lower-case name
 * @param body truncated if it is long
 */
public record ReceivedCall(String method, String target, Map<String, String> headers, String body) {

  public ReceivedCall {
    headers = Map.copyOf(headers);
  }

  /** Returns the key that distinguishes a repeated call from a new one. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(headers.get("idempotency-key"));
  }
}
