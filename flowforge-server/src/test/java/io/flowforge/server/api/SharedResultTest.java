package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedResultTest {

  private final AtomicInteger computed = new AtomicInteger();

  @Test
  void isComputedOnceInAPeriod() {
    var result = new SharedResult<>(computed::incrementAndGet, Duration.ofMinutes(1));
    for (int i = 0; i < 100; i++) {
      assertThat(result.get()).isEqualTo(1);
    }
  }

  @Test
  void isComputedAgainAfterThat() {
    var result = new SharedResult<>(computed::incrementAndGet, Duration.ZERO);
    assertThat(result.get()).isEqualTo(1);
    assertThat(result.get()).isEqualTo(2);
  }

  /** Even if each computation takes longer than the period. */
  @Test
  void thoseWhoWaitShareTheNextOne() {
    var begun = new Semaphore(0);
    var gate = new CountDownLatch(1);
    var result =
        new SharedResult<>(
            () -> {
              begun.release();
              awaitOpen(gate);
              return computed.incrementAndGet();
            },
            Duration.ofNanos(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> asked = new ArrayList<>();
      asked.add(CompletableFuture.supplyAsync(result, threads));
      begun.acquireUninterruptibly();
      var waiting = new Semaphore(0);
      for (int i = 0; i < 500; i++) {
        asked.add(
            CompletableFuture.supplyAsync(
                () -> {
                  waiting.release();
                  return result.get();
                },
                threads));
      }
      waiting.acquireUninterruptibly(500);
      gate.countDown();
      asked.forEach(CompletableFuture::join);
    }
    assertThat(computed).hasValueBetween(1, 100);
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
