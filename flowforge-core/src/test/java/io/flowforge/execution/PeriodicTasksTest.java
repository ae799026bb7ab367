package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {

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
    Runnable waiting =
        () -> {
          try {
            wait.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (var tasks = new PeriodicTasks(List.of(task(waiting), task(executions::incrementAndGet)))) {
      tasks.start();
      Eventually.eventually(executions::get, count -> count > 2);
    }
  }

  @Test
  void closingInterruptsATask() throws InterruptedException {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Runnable waiting =
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    try (var tasks = new PeriodicTasks(List.of(task(waiting)))) {
      tasks.start();
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static PeriodicTasks.Task task(Runnable action) {
    return new PeriodicTasks.Task("t", Duration.ofMillis(5), action);
  }
}
