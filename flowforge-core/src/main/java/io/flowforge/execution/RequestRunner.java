package io.flowforge.execution;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.RequestRun;
import io.flowforge.request.RequestStatus;
import io.flowforge.request.RequestTransition;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.StepChange;
import io.flowforge.request.StepStatus;
import io.flowforge.trace.TraceId;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final InstantSource clock;

  RequestRunner(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      StepExecutors executors,
      Requests core,
      StepThreads threads,
      StepMeters meters,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.executors = executors;
    this.core = core;
    this.threads = threads;
    this.meters = meters;
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
      Optional<Claimed> claimed = claim(requestId, leg);
      if (claimed.isEmpty()) {
        LOG.log(Level.DEBUG, "event=stale_queue_entry request={0} leg={1}", requestId, leg);
        return true;
      }
      return TraceId.within(
          claimed.get().traceId(), () -> run(running, claimed.get().run(), isStopping));
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

  private boolean run(RunningLeg running, RequestRun claimed, BooleanSupplier isStopping)
      throws InterruptedException {
    RequestRun run = claimed;
    Optional<ServiceRequest> request = requests.find(run.requestId());
    Optional<Pipeline> pipeline = request.flatMap(found -> pipelines.find(found.pipelineId()));
    while (run.status() == RequestStatus.RUNNING) {
      if (isStopping.getAsBoolean()) {
        return false;
      }
      Optional<RequestRun> next =
          pipeline.isEmpty()
              ? giveUp(run, "The pipeline of this request does not exist any more")
              : advance(running, run, request.orElseThrow(), pipeline.get());
      if (next.isEmpty()) {
        return true;
      }
      run = next.get();
    }
    return true;
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
    var context =
        new StepContext(
            step.get(), new PlaceholderValues(request.formData()), idempotencyKey(run), log);
    var watch = new ClaimWatch(database, core.runs(), run);
    if (!TraceId.current().isEmpty()) {
      log.info("Request id " + TraceId.current());
    }
    Timer.Sample sample = meters.start();
    Optional<StepOutcome> outcome = running.execute(executor.get(), context, log, watch);
    meters.stop(sample, executor.get().name(), outcome);
    log.finish();
    return outcome.flatMap(reached -> commit(run, pipeline, step.get(), reached, log));
  }

  private Optional<RequestRun> commit(
      RequestRun run, Pipeline pipeline, Step step, StepOutcome outcome, BufferedStepLog log) {
    List<StepChange> changes = new ArrayList<>();
    RequestTransition transition;
    Step after = step;
    switch (outcome) {
      case StepOutcome.Completed _ -> {
        Optional<Step> next = pipeline.stepAfter(step);
        changes.add(StepChange.of(step, StepStatus.COMPLETED));
        next.ifPresent(following -> changes.add(StepChange.of(following, StepStatus.RUNNING)));
        transition = next.isPresent() ? RequestTransition.ADVANCE : RequestTransition.COMPLETE;
        after = next.orElse(step);
      }
      case StepOutcome.Failed(String reason) -> {
        log.conclude(reason);
        changes.add(StepChange.of(step, StepStatus.FAILED));
        transition = RequestTransition.FAIL;
      }
      case StepOutcome.WaitsForApproval _ -> transition = RequestTransition.WAIT;
    }
    return record(run, transition, after.stepName(), changes, log::writeRest);
  }

  /** Fails the request when nothing better can be done with it. */
  private Optional<RequestRun> giveUp(RequestRun run, String reason) {
    var failed = new StepChange(run.currentStep(), "", StepStatus.FAILED);
    var line = new LogLine(LogLine.Level.ERROR, clock.instant(), reason);
    return record(
        run,
        RequestTransition.FAIL,
        run.currentStep(),
        List.of(failed),
        tx -> core.logs().append(tx, run.requestId(), run.currentStep(), List.of(line)));
  }

  private Optional<RequestRun> record(
      RequestRun run,
      RequestTransition transition,
      String step,
      List<StepChange> changes,
      Consumer<Tx> alongside) {
    Optional<RequestRun> next =
        database.inTransaction(
            tx -> {
              Optional<RequestRun> moved =
                  core.ledger().record(tx, run, transition, step, changes, "");
              moved.ifPresent(_ -> alongside.accept(tx));
              return moved;
            });
    if (next.isEmpty()) {
      LOG.log(
          Level.INFO,
          "event=late_outcome_discarded request={0} step=\"{1}\" outcome={2}",
          run.requestId(),
          run.currentStep(),
          transition);
    }
    return next;
  }

  /** {@code <request id>/<step>/<run>}, the step percent-encoded so that it fits a header. */
  private static String idempotencyKey(RequestRun run) {
    String step = URLEncoder.encode(run.currentStep(), StandardCharsets.UTF_8);
    return run.requestId() + "/" + step.replace("+", "%20") + "/1";
  }
}
