package io.flowforge.request;

import static java.util.Objects.requireNonNull;

import io.flowforge.error.ConflictException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.NothingChangedException;
import io.flowforge.postgres.Tx;
import io.flowforge.request.limit.RequestLimits;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.request.state.TransitionType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Decisions about submitted requests: start, cancel, approve, reject. Thread-safe. */
public final class RequestDecisions {

  private static final int MAX_LINES_OF_REMARKS = 100;

  private final RequestAccess access;
  private final UserStore users;
  private final RequestStateMachine stateMachine;
  private final StepLogStore logs;
  private final RequestInterrupter interrupter;
  private final InstantSource clock;

  public RequestDecisions(
      RequestAccess access,
      UserStore users,
      RequestStateMachine stateMachine,
      StepLogStore logs,
      RequestInterrupter interrupter,
      InstantSource clock) {
    this.access = access;
    this.users = users;
    this.stateMachine = stateMachine;
    this.logs = logs;
    this.interrupter = interrupter;
    this.clock = clock;
  }

  /**
   * Checks whether the caller may approve or reject the request, without doing it.
   *
   * @throws io.flowforge.error.NotFoundException also when the caller must not know of it
   */
  public void requireMayDecide(Caller caller, String id) {
    access.check(caller, id, Action.DECIDE_REQUEST);
  }

  /**
   * Starts the request; a worker picks it up at once.
   *
   * @throws ConflictException when it was started or cancelled before
   */
  public void start(Caller caller, String id) {
    decide(
        caller,
        id,
        Action.START_REQUEST,
        (tx, decision) ->
            decision.record(tx, Transition.of(TransitionType.START, decision.firstStep())));
  }

  /**
   * Cancels the request. A step in flight is interrupted, and its outcome is discarded.
   *
   * @throws ConflictException when the request has ended
   */
  public void cancel(Caller caller, String id) {
    decide(
        caller,
        id,
        Action.CANCEL_REQUEST,
        (tx, decision) -> {
          // Registered first, so that the step does not go on while MongoDB is updated.
          tx.afterCommit(() -> interrupter.interrupt(id));
          if (decision.state().status() == RequestStatus.NOT_STARTED) {
            decision.record(tx, Transition.cancel(decision.state(), decision.stepType()));
          } else {
            String name = users.nameOf(tx, caller);
            decision.record(tx, Transition.cancel(decision.state(), decision.stepType()));
            decision.log(tx, List.of("Cancelled by " + name));
          }
        });
  }

  /**
   * Approves the step that a request waits at.
   *
   * @throws ConflictException when the request does not wait for approval
   */
  public void approve(Caller caller, String id) {
    decide(
        caller,
        id,
        Action.DECIDE_REQUEST,
        (tx, decision) -> {
          Step step = decision.step();
          String name = users.nameOf(tx, caller);
          decision.record(tx, Transition.approve(step, decision.pipeline().stepAfter(step)));
          decision.log(tx, List.of("Approved by " + name));
        });
  }

  /**
   * Rejects the step that a request waits at, which fails the request.
   *
   * @param remarks the reason, for the requester; may be empty
   * @throws ConflictException when the request does not wait for approval
   */
  public void reject(Caller caller, String id, String remarks) {
    RequestLimits.check(null, remarks);
    decide(
        caller,
        id,
        Action.DECIDE_REQUEST,
        (tx, decision) -> {
          List<String> lines = new ArrayList<>();
          lines.add("Rejected by " + users.nameOf(tx, caller));
          decision.record(
              tx,
              Transition.of(TransitionType.REJECT, decision.step())
                  .because(
                      remarks.isBlank() ? lines.getFirst() : lines.getFirst() + ": " + remarks));
          if (!remarks.isBlank()) {
            lines.add("Remarks by admin:");
            remarks.lines().limit(MAX_LINES_OF_REMARKS).forEach(lines::add);
          }
          decision.log(tx, lines);
        });
  }

  private void decide(Caller caller, String id, Action action, BiConsumer<Tx, OpenDecision> work) {
    var decided = new AtomicReference<ExecutionState>();
    try {
      var _ =
          access.change(
              caller,
              id,
              action,
              (tx, request, state) -> {
                decided.set(state);
                work.accept(tx, new OpenDecision(request, state, caller));
                return true;
              });
    } catch (NothingChangedException e) {
      // Whether the transition is possible is known only when everything has been sent.
      ConflictException refusal =
          access.lookAgain(tx -> stateMachine.refusal(tx, requireNonNull(decided.get())));
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  /** A decision under way, about a request whose state is locked. */
  private final class OpenDecision {

    private final LoadedRequest request;
    private final ExecutionState state;
    private final Caller caller;

    OpenDecision(LoadedRequest request, ExecutionState state, Caller caller) {
      this.request = request;
      this.state = state;
      this.caller = caller;
    }

    ExecutionState state() {
      return state;
    }

    Pipeline pipeline() {
      return request.pipelineOr(ConflictException::new);
    }

    Step step() {
      return step(state.currentStep());
    }

    /** Returns where to start, which is not known of a request adopted without its pipeline. */
    Step firstStep() {
      return step(pipeline().firstStepName());
    }

    private Step step(String name) {
      return pipeline()
          .step(name)
          .orElseThrow(
              () ->
                  new ConflictException(
                      "the pipeline of service request %s no longer has step '%s'"
                          .formatted(state.requestId(), name)));
    }

    /** Returns an empty type if the step is gone, so that such a request can be cancelled. */
    String stepType() {
      return request
          .pipeline()
          .flatMap(pipeline -> pipeline.step(state.currentStep()))
          .map(Step::stepType)
          .orElse("");
    }

    void record(Tx tx, Transition transition) {
      var _ = stateMachine.recordOrFail(tx, state, transition, caller.author());
    }

    void log(Tx tx, List<String> lines) {
      logs.append(
          tx,
          state,
          Stream.concat(lines.stream(), LogLine.textOfCause().stream())
              .map(text -> new LogLine(LogLine.Level.INFO, clock.instant(), text))
              .toList());
    }
  }
}
