package io.flowforge.execution;

import io.flowforge.execution.output.RunOutputs;
import io.flowforge.execution.queue.QueueEntry;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.ServiceRequestStore.Stored;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.trace.LogEvent;
import io.flowforge.trace.TraceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs a request: executes its steps one after another until the request waits, ends or is lost to
 * another worker. Safe for use by many threads.
 */
final class RequestRunner {

  private static final Logger LOG = System.getLogger(RequestRunner.class.getName());

  /** How often a document must look like one of another program before it counts as such. */
  private static final int LOOKS = 2;

  private final FencedStates states;
  private final ServiceRequestStore requests;
  private final PipelineStore pipelines;
  private final StepEnvironment environment;

  RequestRunner(
      FencedStates states,
      ServiceRequestStore requests,
      PipelineStore pipelines,
      StepEnvironment environment) {
    this.states = states;
    this.requests = requests;
    this.pipelines = pipelines;
    this.environment = environment;
  }

  /** The documents that a run reads. */
  private record RunDocuments(Optional<Stored> stored, Optional<Pipeline> pipeline) {

    boolean seemWrittenElsewhere(ObservedState known) {
      return stored.filter(found -> found.status().isWrittenElsewhere(known)).isPresent();
    }
  }

  /**
   * Runs one dispatch of a request; does nothing if the dispatch is over.
   *
   * @param work what has been picked from the queue
   * @param isStopping checked between steps; if true, the rest is left to another worker
   * @return whether the dispatch is over and its entry removed; if not, it has to be given back
   * @throws io.flowforge.error.UnavailableException if a store does not respond; the entry has to
   *     be rescheduled
   * @throws UnknownStepTypeException if this server does not know the type of a step
   */
  boolean run(PickedWork work, BooleanSupplier isStopping) throws InterruptedException {
    QueueEntry entry = work.held().entry();
    Optional<FencedStates.Claimed> claimed = work.claimed().or(() -> states.claimOrRemove(entry));
    if (claimed.isEmpty()) {
      LOG.log(Level.DEBUG, LogEvent.of("stale_queue_entry").with("entry", entry.id()));
      return true;
    }
    return TraceId.within(
        claimed.get().traceId(), () -> run(work.inFlight(), claimed.get(), isStopping));
  }

  /** A retry may have moved the request to another version, which its document says later. */
  private RunDocuments find(ExecutionState state) {
    Optional<Stored> stored = requests.stored(state.requestId());
    return new RunDocuments(
        stored, stored.flatMap(found -> pipelines.find(found.request().pipelineIdIn(state))));
  }

  private boolean run(
      InFlightRequest inFlight, FencedStates.Claimed claimed, BooleanSupplier isStopping)
      throws InterruptedException {
    // The documents may come late, and meanwhile somebody may be told that the request is
    // cancelled: it is watched before its first step, too.
    inFlight.watch(claimed.state());
    RunDocuments documents = find(claimed.state());
    ObservedState observed = claimed.cause().observed();
    boolean isWrittenElsewhere =
        observed.hasEventsOfOthers()
            || (documents.seemWrittenElsewhere(observed) && isWrittenElsewhere(observed));
    return isWrittenElsewhere
        ? halt(claimed.state())
        : runSteps(inFlight, claimed, documents, isStopping);
  }

  /** Executes nothing more; returns whether the dispatch is over. */
  private boolean halt(ExecutionState state) {
    return states.fail(state, FencedStates.WRITTEN_ELSEWHERE).isPresent()
        || states.isOverAndRemoved(state);
  }

  private boolean runSteps(
      InFlightRequest inFlight,
      FencedStates.Claimed claimed,
      RunDocuments documents,
      BooleanSupplier isStopping)
      throws InterruptedException {
    ExecutionState state = claimed.state();
    Optional<RunOutputs> outputs =
        documents.pipeline().map(pipeline -> environment.outputs().of(pipeline, claimed.state()));
    boolean isFirst = true;
    // A retry is another dispatch, with a queue entry of its own.
    while (state.status() == RequestStatus.RUNNING
        && state.dispatch() == claimed.state().dispatch()) {
      if (isStopping.getAsBoolean()) {
        return false;
      }
      if (!isFirst && isWrittenElsewhere(claimed.at(state))) {
        return halt(state);
      }
      isFirst = false;
      Optional<ExecutionState> next = runStep(inFlight, state, documents, outputs);
      if (next.isEmpty()) {
        return states.isOverAndRemoved(state);
      }
      state = next.get();
    }
    return true;
  }

  /**
   * Looks again, because the step before may have taken long. A store that keeps documents in
   * memory, as the one of {@code flowforge up} does, may return one with a part of a write of ours,
   * so one look is not enough.
   */
  private boolean isWrittenElsewhere(ObservedState known) {
    for (int look = 0; look < LOOKS; look++) {
      if (!seemsWrittenElsewhere(known)) {
        return false;
      }
    }
    return true;
  }

  private boolean seemsWrittenElsewhere(ObservedState known) {
    String id = known.state().requestId();
    return Optional.ofNullable(requests.statuses(List.of(id)).get(id))
        .filter(status -> status.isWrittenElsewhere(known))
        .isPresent();
  }

  /** Runs the current step; returns the new state, or empty if the request was lost. */
  private Optional<ExecutionState> runStep(
      InFlightRequest inFlight,
      ExecutionState state,
      RunDocuments documents,
      Optional<RunOutputs> outputs)
      throws InterruptedException {
    if (documents.stored().isEmpty() || documents.pipeline().isEmpty() || outputs.isEmpty()) {
      return states.fail(state, "The pipeline of this request no longer exists");
    }
    Pipeline pipeline = documents.pipeline().get();
    Optional<Step> step = pipeline.step(state.currentStep());
    if (step.isEmpty()) {
      return states.fail(state, "The pipeline no longer has this step");
    }
    ServiceRequest request = documents.stored().get().request();
    return new StepAttempt(state, step.get(), request, pipeline, outputs.get(), states, environment)
        .run(inFlight);
  }
}
