package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.request.state.TransitionType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What people do to a request once it is submitted. Safe for use by many threads. */
public final class RequestActions {

  private final Database database;
  private final AccessControl access;
  private final UserStore users;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final ExecutionStateStore runs;
  private final RequestStateMachine ledger;
  private final StepLogStore logs;
  private final RequestInterrupter interrupter;
  private final InstantSource clock;

  RequestActions(
      Database database,
      AccessControl access,
      UserStore users,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      ExecutionStateStore runs,
      RequestStateMachine ledger,
      StepLogStore logs,
      RequestInterrupter interrupter,
      InstantSource clock) {
    this.database = database;
    this.access = access;
    this.users = users;
    this.pipelines = pipelines;
    this.requests = requests;
    this.runs = runs;
    this.ledger = ledger;
    this.logs = logs;
    this.interrupter = interrupter;
    this.clock = clock;
  }

  /**
   * Lets the request run; a worker takes it up at once.
   *
   * @throws ConflictException when it has been started before
   */
  public void start(Caller caller, String id) {
    act(
        caller,
        id,
        Action.START_REQUEST,
        (tx, target) -> target.record(tx, Transition.of(TransitionType.START, target.step())));
  }

  /**
   * Ends the request. A step in flight is interrupted, and whatever it still does is not recorded.
   *
   * @throws ConflictException when the request has ended
   */
  public void cancel(Caller caller, String id) {
    act(
        caller,
        id,
        Action.CANCEL_REQUEST,
        (tx, target) -> {
          boolean hasBegun = target.run().status() != RequestStatus.NOT_STARTED;
          // First of what follows the commit: the step must not go on while MongoDB is waited for.
          tx.afterCommit(() -> interrupter.interrupt(id));
          target.record(tx, Transition.cancel(target.run(), target.stepType()));
          if (hasBegun) {
            target.log(tx, List.of("Cancelled by " + nameOf(tx, caller)));
          }
        });
  }

  /**
   * Lets a request go on that waits for approval.
   *
   * @throws ConflictException when it does not wait
   */
  public void approve(Caller caller, String id) {
    act(
        caller,
        id,
        Action.DECIDE_REQUEST,
        (tx, target) -> {
          Step step = target.step();
          target.record(tx, Transition.approve(step, target.pipeline().stepAfter(step)));
          target.log(tx, List.of("Approved by " + nameOf(tx, caller)));
        });
  }

  /**
   * Ends a request that waits for approval.
   *
   * @param remarks why, for the requester; may be empty
   * @throws ConflictException when it does not wait
   */
  public void reject(Caller caller, String id, String remarks) {
    act(
        caller,
        id,
        Action.DECIDE_REQUEST,
        (tx, target) -> {
          target.record(tx, Transition.of(TransitionType.REJECT, target.step()));
          List<String> lines = new ArrayList<>();
          lines.add("Rejected by " + nameOf(tx, caller));
          if (!remarks.isBlank()) {
            lines.add("Remarks by admin:");
            remarks.lines().limit(100).forEach(lines::add);
          }
          target.log(tx, lines);
        });
  }

  /**
   * Finds the request, checks the caller, and acts in one transaction on the state that it has
   * then.
   */
  private void act(Caller caller, String id, Action action, BiConsumer<Tx, Target> change) {
    ServiceRequest request =
        requests
            .find(id)
            .orElseThrow(() -> new NotFoundException("service request " + id + " not found"));
    Optional<Pipeline> pipeline = pipelines.find(request.pipelineId());
    database.useTransaction(
        tx -> {
          access.requireOn(
              tx, caller, request.orgId(), request.userId(), "service request " + id, action);
          // Locked, so that a step that ends at this moment comes before or after, never between.
          ExecutionState run =
              runs.lock(tx, id)
                  .orElseThrow(() -> new NotFoundException("service request " + id + " not found"));
          change.accept(tx, new Target(run, pipeline, caller));
        });
  }

  private String nameOf(Tx tx, Caller caller) {
    return switch (caller) {
      case Caller.Person(String userId) -> users.find(tx, userId).map(User::name).orElse(userId);
      case Caller.Operator _ -> "an operator";
    };
  }

  /** The run that somebody acts on, locked. */
  private final class Target {

    private final ExecutionState run;
    private final Optional<Pipeline> pipeline;
    private final Caller caller;

    Target(ExecutionState run, Optional<Pipeline> pipeline, Caller caller) {
      this.run = run;
      this.pipeline = pipeline;
      this.caller = caller;
    }

    ExecutionState run() {
      return run;
    }

    Pipeline pipeline() {
      return pipeline.orElseThrow(
          () ->
              new ConflictException(
                  "the pipeline of service request %s does not exist any more"
                      .formatted(run.requestId())));
    }

    /** Needs no pipeline: whatever has become of that, the request can be cancelled. */
    String stepType() {
      return pipeline
          .flatMap(found -> found.step(run.currentStep()))
          .map(Step::stepType)
          .orElse("");
    }

    Step step() {
      return pipeline()
          .step(run.currentStep())
          .orElseThrow(
              () ->
                  new ConflictException(
                      "the pipeline of service request %s has no step '%s' any more"
                          .formatted(run.requestId(), run.currentStep())));
    }

    void record(Tx tx, Transition move) {
      Optional<ExecutionState> next = ledger.record(tx, run, move, caller.eventAuthor());
      if (next.isEmpty()) {
        throw new ConflictException(
            "service request " + run.requestId() + " has changed: look at it again");
      }
    }

    void log(Tx tx, List<String> lines) {
      logs.append(
          tx,
          run.requestId(),
          run.currentStep(),
          Stream.concat(lines.stream(), LogLine.textOfCause().stream())
              .map(text -> new LogLine(LogLine.Level.INFO, clock.instant(), text))
              .toList());
    }
  }
}
