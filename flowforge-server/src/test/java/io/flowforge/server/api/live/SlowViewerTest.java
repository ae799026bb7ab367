package io.flowforge.server.api.live;

import static io.flowforge.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.ServiceRequest;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.MinimumRate;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.EventReader;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A viewer who opens a stream and does not read it. */
class SlowViewerTest {

  /** More than fits into the buffers of both ends of a connection. */
  private static final int ROUNDS = 40;

  /** Fewer than fit into the buffer of a viewer. */
  private static final int LINES = 10;

  private static final String TEXT = "x".repeat(3_900);

  @Test
  void isDisconnectedAndHoldsUpNobody() throws IOException {
    try (var server = AcmeServer.limited(SlowViewerTest::impatient);
        var silent = new Socket()) {
      ServiceRequest request =
          server.acme.request(
              server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
      server.core.requests().decisions().start(World.MEMBER, request.id());
      server.acme.await(request, RequestStatus.PENDING);
      String path = "/api/service_request/" + request.id() + "/events";
      silent.setReceiveBufferSize(4 * 1024);
      silent.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.nobody().port()));
      silent
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(path, server.issuer.tokenFor(World.ADMIN))
                  .getBytes(ISO_8859_1));

      try (EventReader other = EventReader.open(server.as(World.MEMBER), path)) {
        eventually(() -> server.metric("flowforge_streams_open"), "2.0"::equals);
        assertThat(other.until("log").getLast().data().toString()).contains("Waiting for");
        for (int i = 0; i < ROUNDS; i++) {
          for (int line = 0; line < LINES; line++) {
            log(server, request, line + " " + TEXT);
          }
          for (int line = 0; line < LINES; line++) {
            assertThat(other.until("log").getLast().data().toString()).contains(line + " xxx");
          }
        }
        eventually(() -> server.metric("flowforge_streams_open"), "1.0"::equals);
        log(server, request, "last");
        assertThat(other.until("log").getLast().data().toString()).contains("last");
      }
    }
  }

  private static HttpLimits impatient(HttpLimits usual) {
    return new HttpLimits(
        usual.maxBodyBytes(),
        usual.maxHeaderBytes(),
        usual.maxRequestLineBytes(),
        usual.maxConcurrentRequests(),
        usual.maxConnections(),
        new ClientTimes(
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            new MinimumRate(1024, Duration.ofSeconds(8))),
        usual.stopTimeout(),
        usual.streams());
  }

  private static void log(AcmeServer server, ServiceRequest request, String line) {
    server
        .core
        .database()
        .useTransaction(
            tx -> {
              ExecutionState state = new ExecutionStateStore().lock(tx, request.id()).orElseThrow();
              new StepLogStore()
                  .append(tx, state, List.of(new LogLine(LogLine.Level.INFO, Instant.now(), line)));
            });
  }
}
