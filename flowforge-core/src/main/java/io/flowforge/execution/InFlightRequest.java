package io.flowforge.execution;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that a worker of this process is running. Each of its steps has a thread of its own, so
 * that it can time out and be interrupted without touching the worker.
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
   * Executes a step and waits for its outcome.
   *
   * @param timeout the time after which the step is interrupted
   * @param isStillOurs checked repeatedly while the step runs; if false, the step is interrupted
   * @return empty if the request was taken from this worker, which must then record nothing
   * @throws InterruptedException if the worker itself is interrupted; the step is interrupted, too
   */
  Optional<StepOutcome> execute(
      Callable<StepOutcome> step, Duration timeout, BooleanSupplier isStillOurs)
      throws InterruptedException {
    Future<StepOutcome> started = begin(step);
    if (started == null) {
      return Optional.empty();
    }
    Runnable stopChecking = owner.repeat(() -> cancelIfLost(started, isStillOurs));
    try {
      return Optional.of(started.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          new StepOutcome.AttemptFailed(
              "The step did not end within " + inSeconds(timeout) + " s", FailureKind.TIMEOUT));
    } catch (ExecutionException e) {
      return Optional.of(outcomeOf(e.getCause()));
    } finally {
      started.cancel(true);
      stopChecking.run();
    }
  }

  /**
   * Interrupts the step in flight and keeps any other from starting. Either this comes first and
   * the step never starts, or the step has started and is interrupted.
   */
  synchronized void interrupt() {
    isInterrupted = true;
    if (execution != null) {
      execution.cancel(true);
    }
  }

  /**
   * Cancels this execution only, not the request: a late check sees the state that the outcome of
   * this very step has changed, and the next steps must still start.
   */
  private void cancelIfLost(Future<StepOutcome> started, BooleanSupplier isStillOurs) {
    if (!isStillOurs.getAsBoolean() && started.cancel(true)) {
      LOG.log(Level.INFO, LogEvent.of("lost_step_interrupted").with("request", requestId));
    }
  }

  @Override
  public void close() {
    owner.remove(this);
  }

  private synchronized @Nullable Future<StepOutcome> begin(Callable<StepOutcome> step) {
    if (isInterrupted) {
      return null;
    }
    execution = owner.submit(step);
    return execution;
  }

  private StepOutcome outcomeOf(@Nullable Throwable failure) throws InterruptedException {
    if (failure instanceof InterruptedException) {
      // Nobody cancelled the step: the process is stopping, and the work has to be rescheduled.
      throw new InterruptedException("the step was interrupted");
    }
    LOG.log(
        Level.WARNING, LogEvent.of("step_threw").with("request", requestId).toString(), failure);
    String kind = failure == null ? "unknown" : failure.getClass().getSimpleName();
    return new StepOutcome.Failed("The step failed unexpectedly (" + kind + ")");
  }

  private static String inSeconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? Long.toString(duration.toSeconds())
        : Double.toString(duration.toMillis() / 1000.0);
  }
}
