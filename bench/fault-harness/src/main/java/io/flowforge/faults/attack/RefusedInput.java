package io.flowforge.faults.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Input that is small to send and expensive to understand or to refuse.
 *
 * @param name the name for the report
 * @param request returns the request line and the body
 */
record RefusedInput(
    String name, int connections, Duration pause, Function<AttackedServer, Call> request)
    implements Attack {

  /** The limit of an error response, and some room for its headers. */
  private static final int MAX_ERROR_BYTES = 64 * 1024 + 2 * 1024;

  /** A call of a member. */
  record Call(String requestLine, String body) {}

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    Call call = request.apply(server);
    try (var connection = new AttackConnection(server.port())) {
      connection.send(server.request(call.requestLine(), call.body()));
      String response = connection.rest();
      if (response.startsWith("HTTP/1.1 5") && !response.startsWith("HTTP/1.1 503")) {
        return Optional.of(response.lines().findFirst().orElse(""));
      }
      return response.length() > MAX_ERROR_BYTES
          ? Optional.of("a response of " + response.length() + " bytes")
          : Optional.empty();
    }
  }
}
