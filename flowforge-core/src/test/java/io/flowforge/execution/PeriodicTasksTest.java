package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {

  private static final Duration FOREVER = Duration.ofHours(1);

  /** Those of a thread that waits at most for some time, and of one that has ended. */
  private static final Set<Thread.State> WAITING_OR_OVER =
      Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

  private final AtomicInteger executions = new AtomicInteger();

  @Test
  void aTaskThatFailsIsRepeated() {
    Runnable failing =
        () -> {
          executions.incrementAndGet();
          throw new UnavailableException("away \"for now\"", new IllegalStateException());
        };
    try (var log = new RecordedLog("io.flowforge.execution");
        var tasks = new PeriodicTasks(List.of(task(failing)))) {
      tasks.start();
      Eventually.eventually(executions::get, count -> count > 2);
      assertThat(log.linesOf("periodic_task_failed").getFirst())
          .endsWith("event=periodic_task_failed task=t reason=\"away \\\"for now\\\"\"");
    }
  }

  @Test
  void aTaskThatWaitsHoldsUpNoOther() {
    var wait = new CountDownLatch(1);
    Runnable waiting = () -> hold(new CountDownLatch(1), wait);
    try (var tasks = new PeriodicTasks(List.of(task(waiting), task(executions::incrementAndGet)))) {
      tasks.start();
      Eventually.eventually(executions::get, count -> count > 2);
      wait.countDown();
    }
  }

  @Test
  void theEndWaitsForATaskThatIsUnderWay() throws InterruptedException {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var tasks = new PeriodicTasks(List.of(task(() -> hold(started, goOn))), FOREVER);
    tasks.start();
    started.await();
    var isClosed = new AtomicBoolean();
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  tasks.close();
                  isClosed.set(true);
                });

    Eventually.eventually(closing::getState, WAITING_OR_OVER::contains);
    assertThat(isClosed).isFalse();
    goOn.countDown();
    closing.join();

    // It was not interrupted, and is not repeated.
    assertThat(executions).hasValue(1);
  }

  @Test
  void aTaskThatTakesLongIsInterruptedAndNobodyIsWarned() throws InterruptedException {
    var started = new CountDownLatch(1);
    Runnable failing =
        () -> {
          hold(started, new CountDownLatch(1));
          throw new UnavailableException("interrupted", new InterruptedException());
        };
    try (var log = RecordedLog.ofDetails("io.flowforge.execution")) {
      var tasks = new PeriodicTasks(List.of(task(failing)), Duration.ofMillis(1));
      tasks.start();
      started.await();
      tasks.close();

      Eventually.eventually(() -> log.linesOf("periodic_task_failed"), lines -> !lines.isEmpty());
      assertThat(log.linesOf("periodic_task_failed"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("level=FINE");
    }
    assertThat(executions).hasValue(0);
  }

  @Test
  void whatStartsAfterTheStopIsNothing() throws InterruptedException {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var tasks = new PeriodicTasks(List.of(task(() -> hold(started, goOn))), FOREVER)) {
      tasks.start();
      started.await();
      tasks.stop();
      goOn.countDown();
    }
    assertThat(executions).hasValue(1);
  }

  /** Waits for the latch, and counts if it was not interrupted before. */
  private void hold(CountDownLatch started, CountDownLatch goOn) {
    started.countDown();
    try {
      goOn.await();
      executions.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PeriodicTasks.Task task(Runnable action) {
    return new PeriodicTasks.Task("t", Duration.ofMillis(5), action);
  }
}
