package io.flowforge.execution;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.TraceId;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Advances one request: executes its steps one after another and commits each outcome, until the
 * request waits, ends, or is no longer this worker's. Safe for use by many threads.
 */
final class RequestRunner {

  private static final Logger LOG = System.getLogger(RequestRunner.class.getName());

  private final Database database;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final StepExecutors executors;
  private final ExecutionStateStore states;
  private final StepLogStore logs;
  private final Outcomes outcomes;
  private final InFlightRequests threads;
  private final StepMeters meters;
  private final Duration usualTimeout;
  private final InstantSource clock;

  RequestRunner(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      StepExecutors executors,
      RequestStateMachine stateMachine,
      ExecutionStateStore states,
      StepLogStore logs,
      InFlightRequests threads,
      StepMeters meters,
      Duration usualTimeout,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.executors = executors;
    this.states = states;
    this.logs = logs;
    this.outcomes = new Outcomes(database, stateMachine, logs, clock);
    this.threads = threads;
    this.meters = meters;
    this.usualTimeout = usualTimeout;
    this.clock = clock;
  }

  /**
   * Runs one leg of a request. Harmless when the leg is over: nothing happens then.
   *
   * @param isStopping asked between steps; when it says yes, the rest is left to another worker
   * @return whether the leg is over; if not, it has to be put back
   * @throws io.flowforge.error.UnavailableException when a store does not answer; the leg has to be
   *     put back
   * @throws UnknownStepTypeException when this server does not know the type of a step
   */
  boolean run(QueueEntry entry, BooleanSupplier isStopping) throws InterruptedException {
    try (InFlightRequest running = threads.take(entry.requestId())) {
      // Before the claim: between it and the step there must be nothing that can take long, because
      // somebody may be told meanwhile that the request is cancelled.
      Optional<ServiceRequest> request = requests.find(entry.requestId());
      Optional<Pipeline> pipeline = request.flatMap(found -> pipelines.find(found.pipelineId()));
      Optional<Claimed> claimed = database.inTransaction(tx -> claim(tx, entry));
      if (claimed.isEmpty()) {
        LOG.log(Level.DEBUG, "event=stale_queue_entry entry={0}", entry.id());
        return true;
      }
      return TraceId.within(
          claimed.get().traceId(),
          () -> run(running, claimed.get().run(), request, pipeline, isStopping));
    }
  }

  /**
   * Fails a request that cannot be run, if the leg is still to be run. Claimed and failed in one
   * transaction: nobody can take it up in between.
   *
   * @param isOurs asked first, in that transaction; otherwise nothing is done
   * @param reason one sentence for the requester
   * @return whether it was ours
   */
  boolean abandon(QueueEntry entry, Predicate<Tx> isOurs, String reason) {
    return database.inTransaction(
        tx -> {
          boolean hasTheSay = isOurs.test(tx);
          if (hasTheSay) {
            claim(tx, entry).ifPresent(claimed -> claimed.giveUp(tx, outcomes, reason));
          }
          return hasTheSay;
        });
  }

  /** The run that is this worker's now, and which call asked for it. */
  private record Claimed(ExecutionState run, String traceId) {

    void giveUp(Tx tx, Outcomes outcomes, String reason) {
      TraceId.run(traceId, () -> outcomes.giveUp(tx, run, reason));
    }
  }

  private Optional<Claimed> claim(Tx tx, QueueEntry entry) {
    return states
        .claim(tx, entry.requestId(), entry.dispatch())
        .map(run -> new Claimed(run, states.traceOf(tx, run)));
  }

  private boolean run(
      InFlightRequest running,
      ExecutionState claimed,
      Optional<ServiceRequest> request,
      Optional<Pipeline> pipeline,
      BooleanSupplier isStopping)
      throws InterruptedException {
    ExecutionState run = claimed;
    // On another leg it waits for its next attempt, which is another entry of the queue.
    while (run.status() == RequestStatus.RUNNING && run.dispatch() == claimed.dispatch()) {
      if (isStopping.getAsBoolean()) {
        return false;
      }
      Optional<ExecutionState> next =
          pipeline.isEmpty()
              ? outcomes.giveUp(run, "The pipeline of this request does not exist any more")
              : advance(running, run, request.orElseThrow(), pipeline.get());
      if (next.isEmpty()) {
        return isOver(run);
      }
      run = next.get();
    }
    return true;
  }

  /**
   * Whether nothing is left to do of this leg. A worker that lost it to another must not remove the
   * entry: the other may have been frozen before its claim, and have lost its own entry meanwhile;
   * if it died then, nobody would take the request up.
   */
  private boolean isOver(ExecutionState lost) {
    return database
        .inTransaction(tx -> states.find(tx, lost.requestId()))
        .map(now -> now.status() != RequestStatus.RUNNING || now.dispatch() != lost.dispatch())
        .orElse(true);
  }

  /** Executes the current step and commits its outcome; empty when that is not ours to do. */
  private Optional<ExecutionState> advance(
      InFlightRequest running, ExecutionState run, ServiceRequest request, Pipeline pipeline)
      throws InterruptedException {
    Optional<Step> step = pipeline.step(run.currentStep());
    if (step.isEmpty()) {
      return outcomes.giveUp(run, "The pipeline does not have this step any more");
    }
    String type = step.get().stepType();
    StepExecutor executor =
        executors.find(type).orElseThrow(() -> new UnknownStepTypeException(type));
    var log = new BufferedStepLog(database, logs, run, clock);
    var plan = new AttemptPlan(run, step.get(), usualTimeout);
    var context =
        new StepContext(
            step.get(),
            new PlaceholderValues(request.formData()),
            idempotencyKey(run),
            run.attempt(),
            plan.timeout(),
            log);
    var watch = new ClaimWatch(database, states, run);
    LogLine.textOfCause().ifPresent(log::info);
    Instant began = clock.instant();
    Timer.Sample sample = meters.start();
    Optional<StepOutcome> outcome = running.execute(executor, context, log, watch);
    Duration took = plan.chargedFor(Duration.between(began, clock.instant()));
    meters.stop(sample, executor.name(), outcome);
    log.finish();
    return outcome.flatMap(reached -> outcomes.commit(plan, pipeline, reached, took, log));
  }

  /** {@code <request id>/<step>/<run>}, the step percent-encoded so that it fits a header. */
  private static String idempotencyKey(ExecutionState run) {
    String step = URLEncoder.encode(run.currentStep(), StandardCharsets.UTF_8);
    return run.requestId() + "/" + step.replace("+", "%20") + "/1";
  }
}
