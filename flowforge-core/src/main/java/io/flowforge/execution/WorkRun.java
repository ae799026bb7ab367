package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.HeldEntry;
import io.flowforge.execution.queue.Leases;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Runs what has been picked from the queue, and gives back what is not over then. */
final class WorkRun {

  private static final Logger LOG = System.getLogger(WorkRun.class.getName());

  /** The minimum delay of work whose store is unavailable; the maximum is twice as long. */
  private static final Duration MIN_OUTAGE_DELAY = Duration.ofSeconds(1);

  private final RequestRunner runner;
  private final Leases leases;
  private final QueueFailureHandler failureHandler;

  WorkRun(RequestRunner runner, Leases leases, QueueFailureHandler failureHandler) {
    this.runner = runner;
    this.leases = leases;
    this.failureHandler = failureHandler;
  }

  void run(PickedWork work, BooleanSupplier isStopping) {
    HeldEntry held = work.held();
    try {
      Runnable ending = ending(work, isStopping);
      // The server is stopping. An interrupt that is still pending would break the giving back.
      if (Thread.interrupted()) {
        LOG.log(Level.DEBUG, LogEvent.of("interrupt_cleared").with("entry", held.entry().id()));
      }
      ending.run();
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("work_left")
              .with("entry", held.entry().id())
              .with("reason", e.userMessage()));
    } finally {
      leases.drop(held);
    }
  }

  /** Runs the work and returns what is to become of its entry. */
  private Runnable ending(PickedWork work, BooleanSupplier isStopping) {
    HeldEntry held = work.held();
    String id = held.entry().id();
    try (InFlightRequest _ = work.inFlight()) {
      return runner.run(work, isStopping) ? () -> {} : () -> leases.giveBack(held, Duration.ZERO);
    } catch (InterruptedException e) {
      LOG.log(Level.INFO, LogEvent.of("work_returned").with("entry", id));
      return () -> leases.giveBack(held, Duration.ZERO);
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("work_postponed").with("entry", id).with("reason", e.userMessage()));
      // However long the outage lasts, the work waits in the queue rather than in a thread.
      return () -> leases.giveBack(held, outageDelay());
    } catch (RuntimeException | Error e) {
      return () -> failureHandler.retryOrFail(held, e);
    }
  }

  private static Duration outageDelay() {
    long millis = MIN_OUTAGE_DELAY.toMillis();
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis));
  }
}
