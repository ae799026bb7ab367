package io.flowforge.faults.attack;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A chunked body with a part that never ends.
 *
 * @param name the name for the report
 * @param beginning the beginning of the body
 * @param part what is sent again and again
 */
record EndlessBody(String name, String beginning, String part) implements Attack {

  private static final int MAX_BYTES = 32 * 1024 * 1024;
  private static final int BLOCK_BYTES = 64 * 1024;

  @Override
  public int connections() {
    return 2;
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(500);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    try (var connection = new AttackConnection(server.port())) {
      connection.send(
          server.authorized("POST /api/service_request HTTP/1.1")
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + beginning);
      String block = part.repeat(BLOCK_BYTES / part.length());
      for (int sent = 0; sent < MAX_BYTES; sent += block.length()) {
        connection.send(block);
        Wait.pass(Duration.ofMillis(20));
      }
    }
    return Optional.of("the server read " + MAX_BYTES + " bytes");
  }
}
