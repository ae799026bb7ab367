package io.flowforge.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.ConditionException;
import io.flowforge.condition.ConditionInput;
import io.flowforge.condition.Conditions;
import io.flowforge.execution.output.RequestFacts;
import io.flowforge.execution.output.RunOutputs;
import io.flowforge.execution.suspension.StepCallbacks;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.ConditionFields;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.Transition;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.MissingValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepInputs;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.StepProgress;
import io.flowforge.step.StepRequest;
import io.flowforge.uri.PercentEncoding;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** One attempt of the current step of a request: executes the step, and commits its outcome. */
final class StepAttempt {

  private final ExecutionState state;
  private final Step step;
  private final ServiceRequest request;
  private final Pipeline pipeline;
  private final FencedStates states;
  private final StepEnvironment environment;
  private final AttemptTiming timing;
  private final BufferedStepLog log;
  private final RunOutputs outputs;
  private final ObjectNode formData;

  StepAttempt(
      ExecutionState state,
      Step step,
      ServiceRequest request,
      Pipeline pipeline,
      RunOutputs outputs,
      FencedStates states,
      StepEnvironment environment) {
    this.state = state;
    this.step = step;
    this.request = request;
    this.pipeline = pipeline;
    this.states = states;
    this.environment = environment;
    this.timing = new AttemptTiming(state, step.policy(), environment.limits());
    this.log = states.openLog(state);
    this.outputs = outputs;
    // What placeholders and conditions see of the form.
    this.formData = FormDataTypes.typed(pipeline.form(), request.formData());
  }

  /**
   * Executes the step, unless its condition is false, and commits its outcome.
   *
   * @return the new state, or empty if nothing was written because the request was lost
   * @throws UnknownStepTypeException if this server does not know the type of the step
   */
  Optional<ExecutionState> run(InFlightRequest inFlight) throws InterruptedException {
    Optional<Transition> unexecuted = withoutExecution();
    if (unexecuted.isPresent()) {
      return commitUnexecuted(unexecuted.get());
    }
    // Read while this run may use a store, and as late as possible: a new value counts at once.
    StepCallbacks callbacks = StepCallbacks.of(environment.callbacks(), state, step, pipeline);
    var known =
        new ExecutionInputs(
            StepInputs.of(
                step,
                pipeline,
                formData,
                outputs.known(step, environment.facts().of(request, step, pipeline))),
            callbacks.hiddenIn(environment.secretsOf(step, pipeline)).hiding(outputs.secrets()),
            callbacks,
            environment.suspensions().of(state));
    Optional<Executed> executed;
    inFlight.slot().pause();
    try {
      executed = execute(inFlight, known);
    } finally {
      inFlight.slot().resume();
    }
    return executed.flatMap(this::commit);
  }

  /** Returns the transition of a step that must not be executed; empty if it must. */
  private Optional<Transition> withoutExecution() {
    // A suspended step has been decided about when it began.
    if (step.when().isEmpty() || state.isSuspended()) {
      return Optional.empty();
    }
    var input =
        new ConditionInput(
            ConditionFields.values(pipeline.form(), formData),
            outputs.forCondition(step),
            RequestFacts.forCondition(request));
    try {
      if (Conditions.evaluate(step.when(), input)) {
        return Optional.empty();
      }
    } catch (ConditionException e) {
      return Optional.of(
          fail("The step was not executed: its condition failed: " + e.getMessage()));
    }
    String reason = "Skipped: the condition is false: " + step.when();
    log.info(reason);
    return Optional.of(Transition.complete(step, pipeline.stepAfter(step)).because(reason));
  }

  private Optional<ExecutionState> commitUnexecuted(Transition transition) {
    log.finish();
    return states.record(
        state,
        transition,
        tx -> {
          log.writeRest(tx);
          outputs.writeSkipped(tx, state, step);
        });
  }

  /** What an execution needs to know beside the step. */
  private record ExecutionInputs(
      StepInputs inputs,
      StepSecrets secrets,
      StepCallbacks callbacks,
      Optional<StepWait> suspension) {

    /** Returns why the step cannot be executed; empty if it can. */
    Optional<String> problem() {
      return inputs
          .problem()
          .or(
              () ->
                  Stream.of(secrets.problem(), callbacks.problem())
                      .filter(problem -> !problem.isEmpty())
                      .findFirst());
    }
  }

  /**
   * The outcome of an execution.
   *
   * @param spent how much of the step's time the attempt has spent
   */
  private record Executed(StepOutcome outcome, Duration spent) {}

  private Optional<Executed> execute(InFlightRequest inFlight, ExecutionInputs known)
      throws InterruptedException {
    StepExecutor executor = environment.executorOf(step);
    if (known.suspension().filter(wait -> !wait.isSignalled()).isEmpty()) {
      // Not at each of the many looks of a suspended step.
      LogLine.textOfCause().ifPresent(log::info);
    }
    if (known.suspension().isEmpty() && !timing.isSpent()) {
      timing.cutBy().ifPresent(max -> log.info(max.shortens(timing.timeout())));
    }
    Instant begin = environment.clock().instant();
    Timer.Sample sample = environment.meters().start();
    Optional<StepOutcome> outcome =
        inFlight.execute(() -> outcomeOf(executor, known), timing.timeout(), state, log);
    environment.meters().stop(sample, executor.name(), outcome);
    Duration elapsed = Duration.between(begin, environment.clock().instant());
    log.finish();
    return outcome.map(reached -> new Executed(reached, timing.spentOf(elapsed)));
  }

  private StepOutcome outcomeOf(StepExecutor executor, ExecutionInputs known)
      throws InterruptedException {
    if (timing.isSpent()) {
      return new StepOutcome.Failed("No time is left for another attempt");
    }
    Optional<String> missing =
        MissingValues.in(step, pipeline.form(), formData)
            .or(() -> outputs.problemBefore(step))
            .or(known::problem);
    return missing.isPresent()
        ? new StepOutcome.Failed(missing.get())
        : executor.execute(context(known));
  }

  private Optional<ExecutionState> commit(Executed executed) {
    return switch (executed.outcome()) {
      case StepOutcome.Completed(Map<String, JsonNode> found) -> complete(found);
      case StepOutcome.Suspended suspended ->
          environment.suspensions().suspend(state, step, suspended, log::writeRest);
      default -> states.record(state, transitionAfter(executed), log::writeRest);
    };
  }

  private Optional<ExecutionState> complete(Map<String, JsonNode> found) {
    Optional<String> problem = outputs.problemOf(step, found);
    if (problem.isPresent()) {
      return states.record(state, fail(problem.get()), log::writeRest);
    }
    RunOutputs.NewOutputs produced = outputs.valid(step, found);
    Optional<ExecutionState> next =
        states.record(
            state,
            Transition.complete(step, pipeline.stepAfter(step)),
            tx -> {
              log.writeRest(tx);
              outputs.write(tx, state, produced);
            });
    next.ifPresent(_ -> outputs.keep(produced));
    return next;
  }

  private StepContext context(ExecutionInputs known) {
    return new StepContext(
        step,
        known.callbacks().in(known.inputs().values().with(known.secrets())),
        known.secrets(),
        new StepRequest(state.requestId(), state.run(), state.orgId(), request.userId()),
        idempotencyKey(),
        state.attempt(),
        timing.timeout(),
        new StepProgress(
            environment.clock().instant(),
            known.suspension().orElse(null),
            known.callbacks().state()),
        log);
  }

  /**
   * Returns {@code <request id>/<step>/<run>}, with the step percent-encoded to fit a header. The
   * attempts of a run share it, and so do the executions of an attempt.
   */
  private String idempotencyKey() {
    return state.requestId()
        + "/"
        + PercentEncoding.encode(state.currentStep())
        + "/"
        + state.run();
  }

  private Transition transitionAfter(Executed executed) {
    return switch (executed.outcome()) {
      case StepOutcome.Completed _ -> Transition.complete(step, pipeline.stepAfter(step));
      case StepOutcome.WaitsForApproval _ -> Transition.waitForApproval(step);
      case StepOutcome.Suspended suspended -> Transition.suspend(step, suspended.delay());
      case StepOutcome.Failed(String reason) -> fail(reason);
      case StepOutcome.AttemptFailed failed -> afterFailure(failed, executed.spent());
    };
  }

  private Transition afterFailure(StepOutcome.AttemptFailed failed, Duration spent) {
    AttemptTiming.Next next = timing.afterFailure(failed, spent, ThreadLocalRandom.current());
    return next.delay()
        .map(delay -> retry(failed.reason(), spent, delay))
        .orElseGet(
            () ->
                failLastAttempt(
                    failed.reason() + next.endedBy().map(max -> "; " + max.ends()).orElse("")));
  }

  private Transition retry(String reason, Duration spent, Duration delay) {
    log.conclude(
        String.format(
            Locale.ROOT,
            "%s; attempt %d follows in %.1f s",
            reason,
            state.attempt() + 1,
            delay.toMillis() / 1000.0));
    return Transition.retry(step, spent, delay).because(reason);
  }

  private Transition failLastAttempt(String reason) {
    return fail(
        state.attempt() == 1
            ? reason
            : "%s (attempt %d, the last)".formatted(reason, state.attempt()));
  }

  private Transition fail(String reason) {
    log.conclude(reason);
    return Transition.fail(step).because(reason);
  }
}
