package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.LogLines;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A server whose stores do not respond, or say no. */
class ReadinessTest {

  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void aStoreThatIsSilentIsDownAfterTwoSeconds() throws Exception {
    Map<String, Runnable> checks =
        Map.of("silent", this::waitForTheEnd, "refusing", ReadinessTest::refuse, "well", () -> {});
    try (var server = new TestServer(Map.of(), checks);
        var log = new LogLines(Readiness.class.getName())) {
      long begin = System.nanoTime();

      Client.Answer answer =
          CompletableFuture.supplyAsync(() -> server.nobody().get("/health/ready"))
              .get(15, TimeUnit.SECONDS);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(1990), Duration.ofSeconds(10));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().toString())
          .isEqualTo(
              """
              {"status":"down","checks":{"issuer":"up","refusing":"down","silent":"down","well":"up"}}""");
      assertThat(
              log.containing("event=not_ready check=silent reason=\"no response within 2000 ms\""))
          .hasSize(1);
      assertThat(log.containing("event=not_ready check=refusing reason=\"it is away\"")).hasSize(1);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aReasonIsLoggedOnceUntilItChanges() {
    var reason = new AtomicReference<>("full");
    Map<String, Runnable> checks =
        Map.of("disk", () -> failBecauseOf(String.valueOf(reason.get())));
    try (var server = new TestServer(Map.of(), checks);
        var log = new LogLines(Readiness.class.getName())) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.nobody().get("/health/ready").status()).isEqualTo(503);
      }
      assertThat(log.containing("event=not_ready check=disk reason=full")).hasSize(1);

      reason.set("");
      assertThat(server.nobody().get("/health/ready").status()).isEqualTo(200);
      assertThat(server.nobody().get("/health/ready").status()).isEqualTo(200);
      assertThat(log.containing("event=ready_again check=disk")).hasSize(1);

      reason.set("full");
      assertThat(server.nobody().get("/health/ready").status()).isEqualTo(503);
      assertThat(log.containing("event=not_ready check=disk reason=full")).hasSize(2);
    }
  }

  private static void failBecauseOf(String reason) {
    if (!reason.isEmpty()) {
      throw new UnavailableException(reason);
    }
  }

  private void waitForTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse() {
    throw new UnavailableException("it is away", new IOException("refused"));
  }
}
