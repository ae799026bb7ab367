package io.flowforge.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SharedCheckTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final SharedCheck check = new SharedCheck(this::probe, Duration.ofSeconds(5), nanos::get);

  @Test
  void runsOncePerInterval() {
    check.run();
    check.run();
    nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
    check.run();
    assertThat(runs).hasValue(1);

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    check.run();
    assertThat(runs).hasValue(2);
  }

  @Test
  void callersShareTheAttemptThatIsUnderWayHoweverLongItTakes() {
    var open = new CountDownLatch(1);
    gate = open;
    List<CompletableFuture<Void>> callers = new ArrayList<>(List.of(caller()));
    Eventually.eventually(runs::get, count -> count == 1);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    for (int i = 0; i < 50; i++) {
      callers.add(caller());
    }
    assertThat(callers).noneMatch(CompletableFuture::isDone);

    open.countDown();
    callers.forEach(CompletableFuture::join);

    assertThat(runs).hasValue(1);
  }

  @Test
  void aFailureIsSharedToo() {
    failure.set(new UnavailableException("it is away"));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(check::run)
          .withMessage("it is away");
    }
    assertThat(runs).hasValue(1);

    failure.set(null);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThatCode(check::run).doesNotThrowAnyException();
  }

  @Test
  void everyFailureMeansUnavailable() {
    failure.set(new IllegalStateException("a bug"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(check::run)
        .withRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallerWhoGivesUpDoesNotEndTheAttempt() throws Exception {
    var open = new CountDownLatch(1);
    gate = open;
    var told = new CompletableFuture<String>();
    Thread impatient =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    check.run();
                  } catch (UnavailableException e) {
                    told.complete(e.userMessage());
                  }
                });
    Eventually.eventually(runs::get, count -> count == 1);
    impatient.interrupt();
    assertThat(told.join()).isEqualTo("the check was interrupted");

    open.countDown();
    check.run();

    assertThat(runs).hasValue(1);
  }

  private CompletableFuture<Void> caller() {
    return CompletableFuture.runAsync(check, task -> Thread.ofVirtual().start(task));
  }

  private void probe() {
    runs.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    RuntimeException wanted = failure.get();
    if (wanted != null) {
      throw wanted;
    }
  }
}
