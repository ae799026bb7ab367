package io.flowforge.execution;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.TraceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The steps that one worker executes for one request, one after another, each on a thread of its
 * own so that it can be bounded in time and interrupted without touching the worker.
 */
final class InFlightRequest implements AutoCloseable {

  private static final Logger LOG = System.getLogger(InFlightRequest.class.getName());

  private final InFlightRequests owner;
  private final String requestId;
  private boolean isInterrupted;
  private @Nullable Future<StepOutcome> execution;

  InFlightRequest(InFlightRequests owner, String requestId) {
    this.owner = owner;
    this.requestId = requestId;
  }

  boolean isOf(String otherRequestId) {
    return requestId.equals(otherRequestId);
  }

  /**
   * Executes a step and waits for its outcome, as long as the context says.
   *
   * @return empty when the request was taken away from this worker; nothing must be recorded then
   * @throws InterruptedException when the worker itself is interrupted; the step is then, too
   */
  Optional<StepOutcome> execute(
      StepExecutor executor, StepContext context, BufferedStepLog log, ClaimWatch watch)
      throws InterruptedException {
    Future<StepOutcome> started = begin(executor, context);
    if (started == null) {
      return Optional.empty();
    }
    Runnable stopLooking = owner.repeatedly(() -> flushOrStop(started, log, watch));
    try {
      return Optional.of(started.get(context.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          new StepOutcome.AttemptFailed(
              "The step did not end within " + inSeconds(context.timeout()) + " s",
              FailureKind.TIMEOUT));
    } catch (ExecutionException e) {
      return outcomeOf(e.getCause());
    } finally {
      started.cancel(true);
      stopLooking.run();
    }
  }

  /**
   * Interrupts the step in flight and keeps another from beginning. Either this comes first and the
   * step never begins, or the step has begun and is interrupted.
   */
  synchronized void interrupt() {
    isInterrupted = true;
    if (execution != null) {
      execution.cancel(true);
    }
  }

  /**
   * Stops this execution only, never the leg: a look that is late finds the run moved on by the
   * outcome of this very step, and the steps after it must begin.
   */
  private void flushOrStop(Future<StepOutcome> started, BufferedStepLog log, ClaimWatch watch) {
    if (!watch.isLost()) {
      log.flush();
    } else if (started.cancel(true)) {
      LOG.log(Level.INFO, "event=lost_step_interrupted request={0}", requestId);
    }
  }

  @Override
  public void close() {
    owner.release(this);
  }

  private synchronized @Nullable Future<StepOutcome> begin(
      StepExecutor executor, StepContext context) {
    if (isInterrupted) {
      return null;
    }
    execution = owner.threads().submit(TraceId.kept(() -> executor.execute(context)));
    return execution;
  }

  private Optional<StepOutcome> outcomeOf(@Nullable Throwable failure) throws InterruptedException {
    if (failure instanceof InterruptedException) {
      // Nobody cancelled it: the process stops. The work is not over, and has to be put back.
      throw new InterruptedException("the step was interrupted");
    }
    LOG.log(Level.WARNING, "event=step_threw request=" + requestId, failure);
    String kind = failure == null ? "unknown" : failure.getClass().getSimpleName();
    return Optional.of(new StepOutcome.Failed("The step failed unexpectedly (" + kind + ")"));
  }

  private static String inSeconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? Long.toString(duration.toSeconds())
        : Double.toString(duration.toMillis() / 1000.0);
  }
}
