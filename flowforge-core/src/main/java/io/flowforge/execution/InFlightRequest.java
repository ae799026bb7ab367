package io.flowforge.execution;

import io.flowforge.execution.queue.Slot;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.LogEvent;
import io.flowforge.trace.TraceId;
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
import org.jspecify.annotations.Nullable;

/**
 * A request that a worker of this process is running. Each of its steps has a thread of its own, so
 * that it can time out and be interrupted without touching the worker.
 */
final class InFlightRequest implements AutoCloseable {

  private static final Logger LOG = System.getLogger(InFlightRequest.class.getName());

  private final InFlightRequests owner;
  private final String requestId;
  private final Slot slot;
  private boolean isInterrupted;
  private @Nullable Watched watched;
  private @Nullable Future<StepOutcome> execution;

  /** What is checked while a request is in flight. Each is its own, whatever it contains. */
  static final class Watched {

    private final ExecutionState state;
    private final @Nullable BufferedStepLog log;
    private final String traceId = TraceId.current();

    private Watched(ExecutionState state, @Nullable BufferedStepLog log) {
      this.state = state;
      this.log = log;
    }

    /** Returns the state that the request has as long as it is ours. */
    ExecutionState state() {
      return state;
    }

    /** Returns the log of the step that runs, null before it begins. */
    @Nullable BufferedStepLog log() {
      return log;
    }
  }

  InFlightRequest(InFlightRequests owner, String requestId, Slot slot) {
    this.owner = owner;
    this.requestId = requestId;
    this.slot = slot;
  }

  boolean isOf(String otherRequestId) {
    return requestId.equals(otherRequestId);
  }

  /** Returns the place that the request takes. */
  Slot slot() {
    return slot;
  }

  /** Lets the request be checked from now on, until its first step begins. */
  synchronized void watch(ExecutionState state) {
    watched = new Watched(state, null);
  }

  synchronized @Nullable Watched watched() {
    return watched;
  }

  /**
   * Executes a step and waits for its outcome.
   *
   * @param timeout the time after which the step is interrupted
   * @param state the state in which the step is executed
   * @param log the log of the step, which is written from time to time
   * @return empty if the request was taken from this worker, which must then record nothing
   * @throws InterruptedException if the worker itself is interrupted; the step is interrupted, too
   */
  Optional<StepOutcome> execute(
      Callable<StepOutcome> step,
      Duration timeout,
      ExecutionState state,
      @Nullable BufferedStepLog log)
      throws InterruptedException {
    Future<StepOutcome> started = begin(step, new Watched(state, log));
    if (started == null) {
      return Optional.empty();
    }
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
      end();
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
   * Interrupts the step, or keeps it from starting, unless it has ended since the check: a late
   * check sees the state that the outcome of this very step has changed, and the next steps must
   * still start.
   *
   * @param checked what was checked, and is no longer ours
   */
  synchronized void lose(Watched checked) {
    if (watched != checked) {
      return;
    }
    if (execution == null) {
      isInterrupted = true;
    } else if (execution.cancel(true)) {
      TraceId.run(
          checked.traceId,
          () ->
              LOG.log(Level.INFO, LogEvent.of("lost_step_interrupted").with("request", requestId)));
    }
  }

  @Override
  public void close() {
    owner.remove(this);
    slot.close();
  }

  private synchronized @Nullable Future<StepOutcome> begin(
      Callable<StepOutcome> step, Watched running) {
    if (isInterrupted) {
      return null;
    }
    watched = running;
    execution = owner.submit(step);
    return execution;
  }

  private synchronized void end() {
    watched = null;
    execution = null;
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
