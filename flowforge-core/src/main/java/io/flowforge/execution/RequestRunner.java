package io.flowforge.execution;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.Move;
import io.flowforge.request.RequestRun;
import io.flowforge.request.RequestStatus;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.trace.TraceId;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
  private final Requests core;
  private final StepThreads threads;
  private final StepMeters meters;
  private final Duration usualTimeout;
  private final InstantSource clock;

  RequestRunner(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      StepExecutors executors,
      Requests core,
      StepThreads threads,
      StepMeters meters,
      Duration usualTimeout,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.executors = executors;
    this.core = core;
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
   */
  boolean run(String requestId, long leg, BooleanSupplier isStopping) throws InterruptedException {
    try (RunningLeg running = threads.take(requestId)) {
      // Before the claim: between it and the step there must be nothing that can take long, because
      // somebody may be told meanwhile that the request is cancelled.
      Optional<ServiceRequest> request = requests.find(requestId);
      Optional<Pipeline> pipeline = request.flatMap(found -> pipelines.find(found.pipelineId()));
      Optional<Claimed> claimed = claim(requestId, leg);
      if (claimed.isEmpty()) {
        LOG.log(Level.DEBUG, "event=stale_queue_entry request={0} leg={1}", requestId, leg);
        return true;
      }
      return TraceId.within(
          claimed.get().traceId(),
          () -> run(running, claimed.get().run(), request, pipeline, isStopping));
    }
  }

  /** The run that is this worker's now, and which call asked for it. */
  private record Claimed(RequestRun run, String traceId) {}

  private Optional<Claimed> claim(String requestId, long leg) {
    return database.inTransaction(
        tx ->
            core.runs()
                .claim(tx, requestId, leg)
                .map(run -> new Claimed(run, core.runs().traceOf(tx, run))));
  }

  private boolean run(
      RunningLeg running,
      RequestRun claimed,
      Optional<ServiceRequest> request,
      Optional<Pipeline> pipeline,
      BooleanSupplier isStopping)
      throws InterruptedException {
    RequestRun run = claimed;
    // On another leg it waits for its next attempt, which is another entry of the queue.
    while (run.status() == RequestStatus.RUNNING && run.leg() == claimed.leg()) {
      if (isStopping.getAsBoolean()) {
        return false;
      }
      Optional<RequestRun> next =
          pipeline.isEmpty()
              ? giveUp(run, "The pipeline of this request does not exist any more")
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
  private boolean isOver(RequestRun lost) {
    return database
        .inTransaction(tx -> core.runs().find(tx, lost.requestId()))
        .map(now -> now.status() != RequestStatus.RUNNING || now.leg() != lost.leg())
        .orElse(true);
  }

  /**
   * Fails a request that cannot be run, if the leg is still to be run.
   *
   * @param reason one sentence for the requester
   */
  void abandon(String requestId, long leg, String reason) {
    claim(requestId, leg)
        .ifPresent(claimed -> TraceId.run(claimed.traceId(), () -> giveUp(claimed.run(), reason)));
  }

  /** Executes the current step and commits its outcome; empty when that is not ours to do. */
  private Optional<RequestRun> advance(
      RunningLeg running, RequestRun run, ServiceRequest request, Pipeline pipeline)
      throws InterruptedException {
    Optional<Step> step = pipeline.step(run.currentStep());
    Optional<StepExecutor> executor = step.flatMap(found -> executors.find(found.stepType()));
    if (step.isEmpty() || executor.isEmpty()) {
      return giveUp(run, "This server does not know how to run the step");
    }
    var log = new BufferedStepLog(database, core.logs(), run, clock);
    var plan = new AttemptPlan(run, step.get(), usualTimeout);
    var context =
        new StepContext(
            step.get(),
            new PlaceholderValues(request.formData()),
            idempotencyKey(run),
            run.attempt(),
            plan.timeout(clock.instant()),
            log);
    var watch = new ClaimWatch(database, core.runs(), run);
    LogLine.textOfCause().ifPresent(log::info);
    Timer.Sample sample = meters.start();
    Optional<StepOutcome> outcome = running.execute(executor.get(), context, log, watch);
    meters.stop(sample, executor.get().name(), outcome);
    log.finish();
    return outcome.flatMap(reached -> commit(plan, pipeline, reached, log));
  }

  private Optional<RequestRun> commit(
      AttemptPlan plan, Pipeline pipeline, StepOutcome outcome, BufferedStepLog log) {
    Step step = plan.step();
    Move move =
        switch (outcome) {
          case StepOutcome.Completed _ -> Move.complete(step, pipeline.stepAfter(step));
          case StepOutcome.WaitsForApproval _ -> Move.waitForApproval(step);
          case StepOutcome.Failed(String reason) -> {
            log.conclude(reason);
            yield Move.fail(step);
          }
          case StepOutcome.AttemptFailed failed -> retryOrFail(plan, failed, log);
        };
    return record(plan.run(), move, log::writeRest);
  }

  private Move retryOrFail(
      AttemptPlan plan, StepOutcome.AttemptFailed failed, BufferedStepLog log) {
    Optional<Duration> delay =
        plan.delayOfNext(failed, clock.instant(), ThreadLocalRandom.current());
    if (delay.isEmpty()) {
      log.conclude(plan.conclusion(failed));
      return Move.fail(plan.step());
    }
    log.conclude(
        "%s; attempt %d follows in %.1f s"
            .formatted(failed.reason(), plan.run().attempt() + 1, delay.get().toMillis() / 1000.0));
    return Move.retry(plan.step(), delay.get());
  }

  /** Fails the request when nothing better can be done with it. */
  private Optional<RequestRun> giveUp(RequestRun run, String reason) {
    var line = new LogLine(LogLine.Level.ERROR, clock.instant(), reason);
    return record(
        run,
        Move.fail(run),
        tx -> core.logs().append(tx, run.requestId(), run.currentStep(), List.of(line)));
  }

  private Optional<RequestRun> record(RequestRun run, Move move, Consumer<Tx> alongside) {
    Optional<RequestRun> next =
        database.inTransaction(
            tx -> {
              Optional<RequestRun> moved = core.ledger().record(tx, run, move, "");
              moved.ifPresent(_ -> alongside.accept(tx));
              return moved;
            });
    if (next.isEmpty()) {
      LOG.log(
          Level.INFO,
          "event=late_outcome_discarded request={0} step=\"{1}\" outcome={2}",
          run.requestId(),
          run.currentStep(),
          move.transition());
    }
    return next;
  }

  /** {@code <request id>/<step>/<run>}, the step percent-encoded so that it fits a header. */
  private static String idempotencyKey(RequestRun run) {
    String step = URLEncoder.encode(run.currentStep(), StandardCharsets.UTF_8);
    return run.requestId() + "/" + step.replace("+", "%20") + "/1";
  }
}
