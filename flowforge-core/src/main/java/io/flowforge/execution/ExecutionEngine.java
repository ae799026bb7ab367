package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.output.OutputRecords;
import io.flowforge.execution.output.RequestFacts;
import io.flowforge.execution.queue.Capacity;
import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.execution.queue.Leases;
import io.flowforge.execution.queue.QueueMeters;
import io.flowforge.execution.queue.WorkSignal;
import io.flowforge.execution.suspension.Suspensions;
import io.flowforge.identity.UserStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.version.AbandonedVersions;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.request.RequestReconciler;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.adoption.RequestAdoption;
import io.flowforge.request.adoption.RequestOrigins;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.request.closing.ClosedOrganizations;
import io.flowforge.request.key.SubmissionKeys;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.output.StepOutputStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.secret.OutputSeal;
import io.flowforge.secret.reference.SecretResolver;
import io.flowforge.step.StepExecutors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The workers of this process and its periodic tasks. Runs nothing before {@link #start}; the
 * stores must stay open until it is closed.
 */
public final class ExecutionEngine implements AutoCloseable {

  /**
   * The parts of this process by which workers execute steps.
   *
   * @param inFlight the requests in flight, which callers may interrupt
   * @param signal tells the workers of queued work
   * @param secrets resolves what steps refer to
   * @param outputs encrypts secret outputs
   * @param callbacks the calls from outside that steps wait for
   */
  public record Local(
      StepExecutors executors,
      InFlightRequests inFlight,
      WorkSignal signal,
      SecretResolver secrets,
      OutputSeal outputs,
      Callbacks callbacks) {}

  /** The records of requests and pipelines that the engine reads, changes and repairs. */
  public record Records(
      ServiceRequestStore requests,
      PipelineStore pipelines,
      ExecutionStateStore states,
      RequestStateMachine stateMachine,
      StepLogStore logs,
      UserStore users,
      Sweeps sweeps) {}

  /** What all servers repair and clean up from time to time. */
  public record Sweeps(
      RequestReconciler reconciler,
      ClosedOrganizations closed,
      RequestAdoption adoption,
      RequestOrigins origins,
      AbandonedVersions abandoned,
      SubmissionKeys keys) {}

  /** Keys are kept for a day, so that nobody misses a purge that comes a minute later. */
  private static final int SWEEPS_PER_PURGE = 30;

  private final QueueWorkers workers;
  private final PeriodicTasks tasks;

  /**
   * Creates the engine and registers its metrics.
   *
   * @param clock the clock of all servers on the database
   */
  public ExecutionEngine(
      ExecutionSettings settings,
      Database database,
      DatabaseClock clock,
      MeterRegistry meters,
      Local local,
      Records records) {
    var states =
        new FencedStates(database, records.states(), records.stateMachine(), records.logs(), clock);
    var environment =
        new StepEnvironment(
            local.executors(),
            new StepMeters(meters),
            local.secrets(),
            new OutputRecords(database, new StepOutputStore(), local.outputs()),
            new RequestFacts(database, records.users(), settings.waits().publicUrl()),
            settings.steps(),
            new Suspensions(
                database,
                records.states(),
                records.stateMachine(),
                local.callbacks(),
                clock.inUnitsOf(ChronoUnit.MICROS)),
            local.callbacks(),
            clock);
    InFlightCaps caps = settings.inFlight().caps();
    var leases = new Leases(database, clock, settings.intervals().heartbeat(), caps);
    var capacity = new Capacity(settings.requestsInFlight(), maxActive(database));
    this.workers =
        new QueueWorkers(
            new WorkPicker(database, leases, states, capacity, local.inFlight()),
            new WorkRun(
                new RequestRunner(states, records.requests(), records.pipelines(), environment),
                leases,
                new QueueFailureHandler(states, leases, settings.intervals().maxRetry())),
            capacity,
            new PeriodicTasks(
                List.of(
                    new PeriodicTasks.Task(
                        "heartbeat", settings.intervals().heartbeat(), leases::beat),
                    new PeriodicTasks.Task(
                        "losses",
                        LossWatch.INTERVAL,
                        new LossWatch(local.inFlight(), states, database, records.logs())::check))),
            settings.intervals().poll(),
            settings.stopTimeout());
    local.signal().onWork(workers::wake);
    this.tasks =
        new PeriodicTasks(
            List.of(
                new PeriodicTasks.Task(
                    "reconciler",
                    settings.intervals().sweep(),
                    records.sweeps().reconciler()::sweep),
                new PeriodicTasks.Task(
                    "closing", settings.intervals().sweep(), records.sweeps().closed()::sweep),
                new PeriodicTasks.Task(
                    "adoption",
                    settings.intervals().sweep(),
                    records.sweeps().adoption()::sweepIfDue),
                new PeriodicTasks.Task(
                    "origins", settings.intervals().sweep(), records.sweeps().origins()::sweep),
                new PeriodicTasks.Task(
                    "abandoned-versions",
                    settings.intervals().sweep(),
                    records.sweeps().abandoned()::sweep),
                new PeriodicTasks.Task(
                    "submission-keys",
                    settings.intervals().sweep().multipliedBy(SWEEPS_PER_PURGE),
                    records.sweeps().keys()::sweep),
                new PeriodicTasks.Task("clock", settings.intervals().clock(), clock::adjust)));
    new QueueMeters(database, clock, caps, capacity::room).bindTo(meters);
    Gauge.builder("flowforge.requests.in.flight", local.inFlight(), InFlightRequests::count)
        .description("Requests that this server is running")
        .register(meters);
    Gauge.builder("flowforge.requests.active", capacity, Capacity::active)
        .description("Requests that use the processor or a store")
        // Nothing else need hold a reference to this.
        .strongReference(true)
        .register(meters);
  }

  /**
   * Returns how many runs may use the processor or a store at the same time. Half of the
   * connections remain for callers.
   */
  private static int maxActive(Database database) {
    return Math.max(2, database.connections() / 2);
  }

  /** Starts to run requests, and to repair what crashes left behind. */
  public void start() {
    workers.start();
    tasks.start();
  }

  /**
   * Checks that this process claims work: that it has started to, and is not stopping.
   *
   * @throws UnavailableException if it does not
   */
  public void requireAtWork() {
    if (!workers.isAtWork()) {
      throw new UnavailableException("the workers have not started yet or are stopping");
    }
  }

  /**
   * Stops claiming work and waits for steps in flight, as long as the settings allow. Nothing uses
   * the stores after that.
   */
  @Override
  public void close() {
    tasks.stop();
    workers.close();
    tasks.close();
  }
}
