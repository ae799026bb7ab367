package io.flowforge.request.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pure part, guarded as the statements of {@link ExecutionStateStore} are. */
final class InMemoryMachine implements ModelRun.Machine {

  private final List<StepChange> events = new ArrayList<>();
  private final Consumer<Transition> accepted;
  private ExecutionState run;

  InMemoryMachine(ExecutionState first, Consumer<Transition> accepted) {
    this.run = first;
    this.accepted = accepted;
  }

  @Override
  public Optional<ExecutionState> claim(long dispatch) {
    if (run.status() != RequestStatus.RUNNING || run.dispatch() != dispatch) {
      return Optional.empty();
    }
    run =
        new ExecutionState(
            run.requestId(),
            run.orgId(),
            run.status(),
            run.currentStep(),
            run.attempt(),
            run.stepSpent(),
            run.seq(),
            run.statusSeq(),
            run.dispatch(),
            run.fencingToken() + 1,
            run.updatedAt());
    return Optional.of(run);
  }

  @Override
  public Optional<ExecutionState> record(ExecutionState from, Transition move) {
    move.type().requireAllowedFrom(from.status(), from.requestId());
    if (from.seq() != run.seq() || from.fencingToken() != run.fencingToken()) {
      return Optional.empty();
    }
    run = from.after(move, from.updatedAt());
    events.addAll(move.stepChangesFrom(from.status()));
    accepted.accept(move);
    return Optional.of(run);
  }

  @Override
  public ExecutionState current() {
    return run;
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
