package io.flowforge.faults.attack;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Many requests at once whose responses are never read.
 *
 * @param isManagement whether to use the port of probes and metrics
 */
record UnreadResponses(int connections, String path, boolean isManagement) implements Attack {

  private static final int PIPELINED = 50;
  private static final int RECEIVE_BUFFER_BYTES = 4096;

  @Override
  public String name() {
    return "unread " + path + (isManagement ? " of the management port" : "");
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    int port = isManagement ? server.managementPort() : server.port();
    try (var connection = new AttackConnection(port, RECEIVE_BUFFER_BYTES)) {
      connection.send(
          server.authorized("GET " + path + " HTTP/1.1").concat("\r\n").repeat(PIPELINED));
      while (!Thread.currentThread().isInterrupted()) {
        connection.send("\r\n");
        Wait.pass(Duration.ofSeconds(1));
      }
    }
    return Optional.empty();
  }
}
