package io.flowforge.faults.attack;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A head that never ends.
 *
 * @param name the name for the report
 * @param beginning what is sent at once
 */
record SlowHead(String name, int connections, String beginning) implements Attack {

  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(2);

  @Override
  public Duration pause() {
    return Duration.ofMillis(200);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    try (var connection = new AttackConnection(server.port())) {
      connection.send(beginning);
      while (!Thread.currentThread().isInterrupted()) {
        connection.send("y");
        Wait.pass(BETWEEN_BYTES);
      }
    }
    return Optional.empty();
  }
}
