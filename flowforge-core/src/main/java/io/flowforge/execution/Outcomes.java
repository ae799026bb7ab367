package io.flowforge.execution;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.Transition;
import io.flowforge.step.StepOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Commits what came of a step, with the last lines of its log. Every result is the run as it is
 * then, or empty when somebody else came first and nothing was written.
 */
final class Outcomes {

  private static final Logger LOG = System.getLogger(Outcomes.class.getName());

  private final Database database;
  private final RequestStateMachine stateMachine;
  private final StepLogStore logs;
  private final InstantSource clock;

  Outcomes(
      Database database, RequestStateMachine stateMachine, StepLogStore logs, InstantSource clock) {
    this.database = database;
    this.stateMachine = stateMachine;
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * Commits the outcome of an attempt.
   *
   * @param took what it took of the step's time
   */
  Optional<ExecutionState> commit(
      AttemptPlan plan,
      Pipeline pipeline,
      StepOutcome outcome,
      Duration took,
      BufferedStepLog log) {
    Step step = plan.step();
    Transition move =
        switch (outcome) {
          case StepOutcome.Completed _ -> Transition.complete(step, pipeline.stepAfter(step));
          case StepOutcome.WaitsForApproval _ -> Transition.waitForApproval(step);
          case StepOutcome.Failed(String reason) -> {
            log.conclude(reason);
            yield Transition.fail(step);
          }
          case StepOutcome.AttemptFailed failed -> retryOrFail(plan, failed, took, log);
        };
    return record(plan.run(), move, log::writeRest);
  }

  private static Transition retryOrFail(
      AttemptPlan plan, StepOutcome.AttemptFailed failed, Duration took, BufferedStepLog log) {
    Optional<Duration> delay = plan.delayOfNext(failed, took, ThreadLocalRandom.current());
    if (delay.isEmpty()) {
      log.conclude(plan.conclusion(failed));
      return Transition.fail(plan.step());
    }
    log.conclude(
        "%s; attempt %d follows in %.1f s"
            .formatted(failed.reason(), plan.run().attempt() + 1, delay.get().toMillis() / 1000.0));
    return Transition.retry(plan.step(), took, delay.get());
  }

  /**
   * Fails a request when nothing better can be done with it.
   *
   * @param reason one sentence for the requester
   */
  Optional<ExecutionState> giveUp(ExecutionState run, String reason) {
    return record(run, Transition.fail(run), tx -> append(tx, run, reason));
  }

  /** Like {@link #giveUp(ExecutionState, String)}, in a transaction that is under way. */
  void giveUp(Tx tx, ExecutionState run, String reason) {
    record(tx, run, Transition.fail(run), log -> append(log, run, reason));
  }

  private void append(Tx tx, ExecutionState run, String reason) {
    var line = new LogLine(LogLine.Level.ERROR, clock.instant(), reason);
    logs.append(tx, run.requestId(), run.currentStep(), List.of(line));
  }

  private Optional<ExecutionState> record(
      ExecutionState run, Transition move, Consumer<Tx> alongside) {
    return database.inTransaction(tx -> record(tx, run, move, alongside));
  }

  private Optional<ExecutionState> record(
      Tx tx, ExecutionState run, Transition move, Consumer<Tx> alongside) {
    Optional<ExecutionState> moved = stateMachine.record(tx, run, move, "");
    if (moved.isPresent()) {
      alongside.accept(tx);
    } else {
      LOG.log(
          Level.INFO,
          "event=late_outcome_discarded request={0} step=\"{1}\" outcome={2}",
          run.requestId(),
          run.currentStep(),
          move.type());
    }
    return moved;
  }
}
