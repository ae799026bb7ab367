package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.WorkQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * Puts the parts of this package together: the step types, the queue, the workers and the chores of
 * the reconciler. Nothing runs before {@link #start}.
 */
public final class Execution implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Execution.class.getName());

  private static final Duration CLOCK_INTERVAL = Duration.ofSeconds(10);

  private final Database database;
  private final ExecutionSettings settings;
  private final DatabaseClock clock;
  private final CloseableHttpClient callClient;
  private final StepExecutors executors;
  private final StepThreads threads;
  private final RunQueue queue;
  private final StepMeters stepMeters;

  /** A thread for each of the two chores: while one waits for a store, the other goes on. */
  private final ScheduledExecutorService chores =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("chores-", 1).factory());

  public Execution(
      Database database, ExecutionSettings settings, DatabaseClock clock, MeterRegistry meters) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.callClient = CallClient.open(settings, meters);
    // The one place where step types are registered.
    this.executors =
        new StepExecutors(
            List.of(
                new ApiStep(callClient, settings.calls().secretNames(), Json.mapper()),
                new ApprovalStep()));
    this.threads = new StepThreads();
    this.queue = new RunQueue(database, threads, clock);
    this.stepMeters = new StepMeters(meters);
    new QueueMeters(database, clock).bindTo(meters);
    Gauge.builder("flowforge.requests.in.flight", threads, StepThreads::requestsInFlight)
        .description("Requests that this server runs at this moment")
        .register(meters);
  }

  public StepTypes stepTypes() {
    return executors;
  }

  /**
   * Checks that this process takes up work: it has started to, and does not stop.
   *
   * @throws UnavailableException when it does not
   */
  public void requireAtWork() {
    if (!queue.isAtWork()) {
      throw new UnavailableException("the workers have not started yet, or are being stopped");
    }
  }

  public WorkQueue queue() {
    return queue;
  }

  /** Starts to run requests, and to repair what a crash left behind. */
  public void start(Requests requests, PipelineStore pipelines, ServiceRequestStore store) {
    queue.start(
        new RequestRunner(
            database,
            pipelines,
            store,
            executors,
            requests,
            threads,
            stepMeters,
            settings.stepTimeout(),
            clock),
        settings);
    repeat(requests.reconciler()::sweep, settings.rhythm().sweepInterval());
    repeat(clock::adjust, CLOCK_INTERVAL);
  }

  @Override
  public void close() {
    chores.shutdownNow();
    try (callClient;
        threads) {
      queue.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=call_client_not_closed", e);
    }
  }

  /** What fails once is done again all the same: the store will be back. */
  private void repeat(Runnable chore, Duration interval) {
    var _ =
        chores.scheduleWithFixedDelay(
            () -> {
              try {
                chore.run();
              } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "event=chore_failed reason=\"" + e.getMessage() + "\"");
              }
            },
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
