package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.FailureKind;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.TestStores;
import io.flowforge.trace.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightRequestTest {

  private static final ExecutionState RUN =
      new ExecutionState(
          "r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, Instant.EPOCH);

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  private final InFlightRequests threads = new InFlightRequests();
  private final InFlightRequest dispatch = threads.take("r1");

  @AfterEach
  void close() {
    dispatch.close();
    threads.close();
    database.close();
    stores.close();
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
  void aCancelledLegBeginsNoStep() throws InterruptedException {
    threads.interrupt("r1");
    assertThat(execute(StepOutcome.Completed::new)).isEmpty();
  }

  /** An entry of the queue came back while its leg was still going, and was found to be stale. */
  @Test
  void aLegThatIsOverDoesNotHideAnotherOfTheSameRequest() throws InterruptedException {
    threads.take("r1").close();
    threads.interrupt("r1");
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
    var interrupted = new CountDownLatch(1);
    Optional<StepOutcome> outcome =
        execute(
            Duration.ofMillis(50),
            () -> {
              try {
                new CountDownLatch(1).await();
                return new StepOutcome.Completed();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });

    assertThat(outcome)
        .contains(
            new StepOutcome.AttemptFailed(
                "The step did not end within 0.05 s", FailureKind.TIMEOUT));
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
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

  private interface Work {
    StepOutcome run() throws InterruptedException;
  }

  private Optional<StepOutcome> execute(Work work) throws InterruptedException {
    return execute(Duration.ofMinutes(1), work);
  }

  private Optional<StepOutcome> execute(Duration timeout, Work work) throws InterruptedException {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    var log = new BufferedStepLog(database, new StepLogStore(), RUN, InstantSource.system());
    return dispatch.execute(
        new OneStep(work),
        new StepContext(
            new Step("s", "TEST", "", "", nothing, true),
            new PlaceholderValues(nothing),
            "r1/s/1",
            1,
            timeout,
            log),
        log,
        new ClaimWatch(database, new ExecutionStateStore(), RUN));
  }

  private record OneStep(Work work) implements StepExecutor {

    @Override
    public String name() {
      return "TEST";
    }

    @Override
    public List<String> problemsOf(Step step) {
      return List.of();
    }

    @Override
    public StepOutcome execute(StepContext context) throws InterruptedException {
      return work.run();
    }
  }
}
