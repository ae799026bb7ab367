package io.flowforge.request.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The table without a database, with the same guards as {@link ExecutionStateStore}. */
final class InMemoryMachine implements ModelRun.Machine {

  private final List<StepChange> events = new ArrayList<>();
  private final Consumer<Transition> accepted;
  private ExecutionState state;
  private boolean isClosed;

  InMemoryMachine(ExecutionState first, Consumer<Transition> accepted) {
    this.state = first;
    this.accepted = accepted;
  }

  @Override
  public Optional<ExecutionState> claim(long dispatch) {
    if (state.status() != RequestStatus.RUNNING || state.dispatch() != dispatch || isClosed) {
      return Optional.empty();
    }
    state =
        new ExecutionState(
            state.requestId(),
            state.orgId(),
            state.status(),
            state.currentStep(),
            state.attempt(),
            state.stepSpent(),
            state.seq(),
            state.statusSeq(),
            state.dispatch(),
            state.fencingToken() + 1,
            state.updatedAt(),
            state.run(),
            state.pinned(),
            state.isSuspended());
    return Optional.of(state);
  }

  @Override
  public Optional<ExecutionState> record(ExecutionState from, Transition transition) {
    transition.requireAllowedIn(from);
    boolean isRefused = isClosed && !transition.type().to().isEnd();
    if (from.seq() != state.seq() || from.fencingToken() != state.fencingToken() || isRefused) {
      return Optional.empty();
    }
    state = from.after(transition, from.updatedAt());
    events.addAll(transition.stepChangesFrom(from.status()));
    accepted.accept(transition);
    return Optional.of(state);
  }

  @Override
  public ExecutionState current() {
    return state;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public List<String> eventsOf(String step) {
    List<String> labels = new ArrayList<>(List.of("Not Started"));
    events.stream()
        .filter(change -> change.stepName().equals(step))
        .forEach(change -> labels.add(change.status().label()));
    return labels;
  }
}
