package io.flowforge.faults.attack;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A body that is announced and arrives a byte at a time.
 *
 * @param isMember whether the attacker has a token
 */
record SlowBody(int connections, boolean isMember) implements Attack {

  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(2);

  @Override
  public String name() {
    return isMember ? "slow bodies of a member" : "slow bodies";
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(200);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    String line = "POST /api/service_request HTTP/1.1";
    try (var connection = new AttackConnection(server.port())) {
      connection.send(
          (isMember ? server.authorized(line) : line + "\r\nHost: localhost\r\n")
              + "Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n");
      while (!Thread.currentThread().isInterrupted()) {
        connection.send(" ");
        Wait.pass(BETWEEN_BYTES);
      }
    }
    return Optional.empty();
  }
}
