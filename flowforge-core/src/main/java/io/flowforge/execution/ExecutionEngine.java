package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.request.RequestInterrupter;
import io.flowforge.request.RequestReconciler;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.StepLogStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.WorkQueue;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Puts the parts of this package together: the step types, the queue, the workers and the chores of
 * the reconciler. Nothing runs before {@link #start}.
 */
public final class ExecutionEngine implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ExecutionEngine.class.getName());

  private static final Duration CLOCK_INTERVAL = Duration.ofSeconds(10);

  private final Database database;
  private final ExecutionSettings settings;
  private final DatabaseClock clock;
  private final ApiStep apiStep;
  private final StepExecutors executors;
  private final InFlightRequests threads;
  private final RunQueue queue;
  private final StepMeters stepMeters;

  /** A thread for each of the two chores: while one waits for a store, the other goes on. */
  private final ScheduledExecutorService chores =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("chores-", 1).factory());

  public ExecutionEngine(
      Database database, ExecutionSettings settings, DatabaseClock clock, MeterRegistry meters) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.apiStep =
        ApiStep.open(settings.calls(), settings.requestsInFlight(), Json.mapper(), meters);
    // The one place where step types are registered.
    this.executors = new StepExecutors(List.of(apiStep, new ApprovalStep()));
    this.threads = new InFlightRequests();
    this.queue = new RunQueue(database, clock);
    this.stepMeters = new StepMeters(meters);
    new QueueMeters(database, clock).bindTo(meters);
    Gauge.builder("flowforge.requests.in.flight", threads, InFlightRequests::requestsInFlight)
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

  public RequestInterrupter interrupter() {
    return threads::interrupt;
  }

  /** Starts to run requests, and to repair what a crash left behind. */
  public void start(
      RequestStateMachine stateMachine,
      ExecutionStateStore states,
      StepLogStore logs,
      RequestReconciler reconciler,
      PipelineStore pipelines,
      ServiceRequestStore store) {
    queue.start(
        new RequestRunner(
            database,
            pipelines,
            store,
            executors,
            stateMachine,
            states,
            logs,
            threads,
            stepMeters,
            settings.stepTimeout(),
            clock),
        settings);
    repeat(reconciler::sweep, settings.rhythm().sweepInterval());
    repeat(clock::adjust, CLOCK_INTERVAL);
  }

  @Override
  public void close() {
    chores.shutdownNow();
    try (apiStep;
        threads) {
      queue.close();
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
