package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.execution.InFlightRequest.Watched;
import io.flowforge.execution.queue.Capacity;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.RecordedLog;
import io.flowforge.trace.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightRequestTest {

  private static final ExecutionState STATE =
      new ExecutionState(
          "r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, Instant.EPOCH);

  private final InFlightRequests requests = new InFlightRequests();
  private final InFlightRequest request = requests.register("r1", new Capacity(9, 9).take(1));

  @AfterEach
  void close() {
    request.close();
    requests.close();
  }

  @Test
  void aStepThatWasInterruptedWithoutACancellationIsNotOver() {
    assertThatThrownBy(
            () ->
                execute(
                    () -> {
                      throw new InterruptedException("the process stops");
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aCancelledRequestStartsNoStep() throws InterruptedException {
    requests.interrupt("r1");
    assertThat(execute(StepOutcome.Completed::new)).isEmpty();
  }

  /** An entry was revived while its dispatch was still running, and turned out to be stale. */
  @Test
  void aDispatchThatIsOverDoesNotHideAnotherOfTheSameRequest() throws InterruptedException {
    requests.register("r1", new Capacity(9, 9).take(1)).close();
    requests.interrupt("r1");
    assertThat(execute(StepOutcome.Completed::new)).isEmpty();
  }

  @Test
  void aStepThatThrowsHasFailed() throws InterruptedException {
    assertThat(
            execute(
                () -> {
                  throw new IllegalStateException("secret");
                }))
        .contains(new StepOutcome.Failed("The step failed unexpectedly (IllegalStateException)"));
  }

  @Test
  void aStepIsInterruptedWhenItsTimeIsUp() throws InterruptedException {
    var hasBegun = new AtomicBoolean();
    var interrupted = new CountDownLatch(1);

    // A step whose time is up before its thread runs never begins.
    Eventually.eventually(
        () -> {
          assertThat(
                  executeBriefly(
                      () -> {
                        hasBegun.set(true);
                        return untilInterrupted(interrupted);
                      }))
              .contains(
                  new StepOutcome.AttemptFailed(
                      "The step did not end within 0.05 s", FailureKind.TIMEOUT));
          return hasBegun.get();
        },
        begun -> begun);

    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStepKnowsTheCallThatCausedIt() throws InterruptedException {
    var seen = new AtomicReference<String>();
    TraceId.within(
        "call-1",
        () ->
            execute(
                () -> {
                  seen.set(TraceId.current());
                  return new StepOutcome.Completed();
                }));
    assertThat(seen).hasValue("call-1");
  }

  @Test
  void aLostRequestIsInterruptedWithALineThatNamesItsCall() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    try (var log = new RecordedLog("io.flowforge.execution")) {
      Optional<StepOutcome> outcome =
          TraceId.within(
              "call-1",
              () ->
                  execute(
                      () -> {
                        Thread.startVirtualThread(this::lose);
                        return untilInterrupted(interrupted);
                      }));

      assertThat(outcome).isEmpty();
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
      Eventually.eventually(() -> log.linesOf("lost_step_interrupted"), lines -> !lines.isEmpty());
      assertThat(log.linesOf("lost_step_interrupted"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("level=INFO")
          .endsWith(" request=r1 request_id=call-1");
    }
  }

  /** A late check sees the state that the outcome of the step itself has changed. */
  @Test
  void aLossThatIsNoticedAfterTheStepDoesNotKeepTheNextFromRunning() throws InterruptedException {
    var checked = new CompletableFuture<Watched>();
    execute(
        () -> {
          checked.complete(watched());
          return new StepOutcome.Completed();
        });

    assertThat(request.watched()).isNull();
    request.lose(checked.join());
    Optional<StepOutcome> next =
        execute(
            () -> {
              request.lose(checked.join());
              return new StepOutcome.Completed();
            });

    assertThat(next).contains(new StepOutcome.Completed());
  }

  @Test
  void aRequestThatIsLostBeforeItsFirstStepStartsNone() throws InterruptedException {
    request.watch(STATE);
    lose();
    assertThat(execute(StepOutcome.Completed::new)).isEmpty();
  }

  @Test
  void aLossBeforeTheFirstStepIsCheckedAgainWhenTheStepRuns() throws InterruptedException {
    request.watch(STATE);
    Watched before = watched();
    assertThat(
            execute(
                () -> {
                  request.lose(before);
                  return new StepOutcome.Completed();
                }))
        .isPresent();
  }

  private Watched watched() {
    return Objects.requireNonNull(request.watched());
  }

  private void lose() {
    request.lose(watched());
  }

  private static StepOutcome untilInterrupted(CountDownLatch interrupted)
      throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return new StepOutcome.Completed();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  private Optional<StepOutcome> executeBriefly(Callable<StepOutcome> step) {
    try {
      return request.execute(step, Duration.ofMillis(50), STATE, null);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<StepOutcome> execute(Callable<StepOutcome> step) throws InterruptedException {
    return request.execute(step, Duration.ofMinutes(1), STATE, null);
  }
}
