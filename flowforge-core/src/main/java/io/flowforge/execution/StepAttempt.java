package io.flowforge.execution;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.Transition;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.MissingValues;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.uri.PercentEncoding;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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

  StepAttempt(
      ExecutionState state,
      Step step,
      ServiceRequest request,
      Pipeline pipeline,
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
  }

  /**
   * Executes the step and commits its outcome.
   *
   * @return the new state, or empty if nothing was written because the request was lost
   * @throws UnknownStepTypeException if this server does not know the type of the step
   */
  Optional<ExecutionState> run(InFlightRequest inFlight) throws InterruptedException {
    // Read while this run may use a store, and as late as possible: a new value counts at once.
    StepSecrets secrets = environment.secretsOf(step, pipeline);
    Optional<Executed> executed;
    inFlight.slot().pause();
    try {
      executed = execute(inFlight, secrets);
    } finally {
      inFlight.slot().resume();
    }
    return executed.flatMap(this::commit);
  }

  /**
   * The outcome of an execution.
   *
   * @param spent how much of the step's time the attempt has spent
   */
  private record Executed(StepOutcome outcome, Duration spent) {}

  private Optional<Executed> execute(InFlightRequest inFlight, StepSecrets secrets)
      throws InterruptedException {
    StepExecutor executor = environment.executorOf(step);
    LogLine.textOfCause().ifPresent(log::info);
    if (!timing.isSpent()) {
      timing.cutBy().ifPresent(max -> log.info(max.shortens(timing.timeout())));
    }
    Instant begin = environment.clock().instant();
    Timer.Sample sample = environment.meters().start();
    Optional<StepOutcome> outcome =
        inFlight.execute(() -> outcomeOf(executor, secrets), timing.timeout(), state, log);
    environment.meters().stop(sample, executor.name(), outcome);
    Duration elapsed = Duration.between(begin, environment.clock().instant());
    log.finish();
    return outcome.map(reached -> new Executed(reached, timing.spentOf(elapsed)));
  }

  private StepOutcome outcomeOf(StepExecutor executor, StepSecrets secrets)
      throws InterruptedException {
    if (timing.isSpent()) {
      return new StepOutcome.Failed("No time is left for another attempt");
    }
    Optional<String> missing =
        MissingValues.in(step, pipeline.form(), request.formData())
            .or(() -> Optional.of(secrets.problem()).filter(problem -> !problem.isEmpty()));
    return missing.isPresent()
        ? new StepOutcome.Failed(missing.get())
        : executor.execute(context(secrets));
  }

  private Optional<ExecutionState> commit(Executed executed) {
    return states.record(state, transitionAfter(executed), log::writeRest);
  }

  private StepContext context(StepSecrets secrets) {
    return new StepContext(
        step,
        new PlaceholderValues(FormDataTypes.typed(pipeline.form(), request.formData()))
            .with(secrets),
        secrets,
        idempotencyKey(),
        state.attempt(),
        timing.timeout(),
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
