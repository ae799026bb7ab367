package io.flowforge.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one caller and all callers together get of a budget. */
class MemoryBudgetTest {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void oneCallerGetsAtMostHalf() throws InterruptedException {
    var budget = new MemoryBudget(100, NONE);
    Reservation first = budget.reserve("mike", 30).orElseThrow();

    assertThat(budget.reserve("mike", 20)).isPresent();
    assertThat(budget.reserve("mike", 1)).isEmpty();
    assertThat(budget.reserve("ada", 50)).isPresent();
    assertThat(budget.reserve("olga", 1)).as("nothing is left").isEmpty();

    first.close();
    first.close();
    assertThat(budget.reserve("olga", 30)).isPresent();
    assertThat(budget.reserve("olga", 1)).isEmpty();
  }

  @Test
  void aSingleCallAlwaysFits() throws InterruptedException {
    var budget = new MemoryBudget(100, NONE);
    try (Reservation small = budget.reserve("ada", 1).orElseThrow()) {
      assertThat(budget.reserve("mike", 1_000)).isEmpty();
      assertThat(small.grow(1_000)).as("alone").isTrue();
    }
    try (Reservation large = budget.reserve("mike", 1_000).orElseThrow()) {
      assertThat(large.grow(1)).as("has everything").isTrue();
      assertThat(budget.reserve("ada", 1)).isEmpty();
    }
    assertThat(budget.reserve("ada", 100)).isPresent();
  }

  @Test
  void waitsForOthersToEnd() throws Exception {
    var budget = new MemoryBudget(100, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Reservation first = budget.reserve("ada", 100).orElseThrow();
      Future<Boolean> second = threads.submit(() -> budget.reserve("mike", 50).isPresent());
      first.close();
      assertThat(second.get()).isTrue();
    }
  }

  /** Many calls of a few callers, which reserve and grow at random. */
  @Test
  void neverGivesMoreThanThereIs() throws Exception {
    var budget = new MemoryBudget(1_000, LONG);
    var used = new AtomicLong();
    var most = new AtomicLong();
    List<Callable<Boolean>> calls =
        IntStream.range(0, 200)
            .<Callable<Boolean>>mapToObj(
                seed ->
                    () -> {
                      int bytes = new Random(seed).nextInt(1, 400);
                      try (Reservation held =
                          budget.reserve("user" + seed % 5, bytes).orElseThrow()) {
                        most.accumulateAndGet(used.addAndGet(bytes), Math::max);
                        used.addAndGet(-bytes);
                        return held.grow(0);
                      }
                    })
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    }
    assertThat(most.get()).isBetween(1L, 1_000L);
    assertThat(budget.reserve("last", 1_000)).as("all is free again").isPresent();
  }
}
