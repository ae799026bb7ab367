package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.testing.LogLines;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A server whose stores do not respond, or say no. */
class ReadinessTest {

  private final CompletableFuture<Void> end = new CompletableFuture<>();

  @Test
  void aStoreThatIsSilentIsDownAfterTwoSeconds() throws Exception {
    // A join() goes on when the check is cancelled.
    Map<String, Runnable> checks =
        Map.of("silent", end::join, "refusing", ReadinessTest::refuse, "well", () -> {});
    try (var server = new TestServer(Map.of(), checks);
        var log = new LogLines(Readiness.class.getName())) {
      long begin = System.nanoTime();

      int status =
          CompletableFuture.supplyAsync(() -> server.nobody().get("/health/ready").status())
              .get(15, TimeUnit.SECONDS);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(1990), Duration.ofSeconds(10));
      assertThat(status).isEqualTo(503);
      // The first check of the issuer fetches its keys.
      eventually(
          () -> server.nobody().get("/health/ready").json().toString(),
          """
          {"status":"down","checks":{"issuer":"up","refusing":"down","silent":"down","well":"up"}}"""
              ::equals);
      assertThat(
              log.containing("event=not_ready check=silent reason=\"no response within 2000 ms\""))
          .hasSize(1);
      assertThat(log.containing("event=not_ready check=refusing reason=\"it is away\""))
          .isNotEmpty();
    } finally {
      end.complete(null);
    }
  }

  @Test
  void aReasonIsLoggedOnceUntilItChanges() throws InterruptedException {
    var reason = new AtomicReference<>("full");
    try (var readiness =
            new Readiness(
                Map.of("disk", () -> failBecauseOf(String.valueOf(reason.get()))),
                Duration.ofMinutes(1));
        var log = new LogLines(Readiness.class.getName())) {
      for (int i = 0; i < 5; i++) {
        assertThat(readiness.check()).containsEntry("disk", false);
      }
      assertThat(log.containing("event=not_ready check=disk reason=full")).hasSize(1);

      reason.set("");
      assertThat(readiness.check()).containsEntry("disk", true);
      assertThat(readiness.check()).containsEntry("disk", true);
      assertThat(log.containing("event=ready_again check=disk")).hasSize(1);

      reason.set("full");
      assertThat(readiness.check()).containsEntry("disk", false);
      assertThat(log.containing("event=not_ready check=disk reason=full")).hasSize(2);
    }
  }

  /** It is not known when it ends, so that it can only be told once. */
  @Test
  void aCheckThatEndsLateSaysNothingMore() throws InterruptedException {
    var late = new CompletableFuture<Void>();
    var ends = new Semaphore(0);
    try (var readiness =
            new Readiness(
                Map.of(
                    "disk",
                    () -> {
                      late.join();
                      ends.release();
                    }),
                Duration.ofMillis(50));
        var log = new LogLines(Readiness.class.getName())) {
      assertThat(readiness.check()).containsEntry("disk", false);
      assertThat(readiness.check()).containsEntry("disk", false);

      late.complete(null);

      ends.acquire(2);
      assertThat(log.containing("event=not_ready check=disk")).hasSize(1);
      assertThat(log.containing("event=ready_again")).isEmpty();
    }
  }

  /** A fault of the check itself. */
  @Test
  void whatIsNotForeseenIsLoggedWithItsReason() throws InterruptedException {
    try (var readiness =
            new Readiness(
                Map.of(
                    "disk",
                    () -> {
                      throw new IllegalStateException("a fault");
                    }),
                Duration.ofMinutes(1));
        var log = new LogLines(Readiness.class.getName())) {
      assertThat(readiness.check()).containsEntry("disk", false);
      assertThat(log.containing("event=not_ready check=disk"))
          .singleElement()
          .asString()
          .contains("a fault");
    }
  }

  private static void failBecauseOf(String reason) {
    if (!reason.isEmpty()) {
      throw new UnavailableException(reason);
    }
  }

  private static void refuse() {
    throw new UnavailableException("it is away", new IOException("refused"));
  }
}
