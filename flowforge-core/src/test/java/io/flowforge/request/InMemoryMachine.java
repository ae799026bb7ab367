package io.flowforge.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pure part, guarded as the statements of {@link RequestRunStore} are. */
final class InMemoryMachine implements ModelRun.Machine {

  private final List<StepChange> events = new ArrayList<>();
  private final Consumer<Move> accepted;
  private RequestRun run;

  InMemoryMachine(RequestRun first, Consumer<Move> accepted) {
    this.run = first;
    this.accepted = accepted;
  }

  @Override
  public Optional<RequestRun> claim(long leg) {
    if (run.status() != RequestStatus.RUNNING || run.leg() != leg) {
      return Optional.empty();
    }
    run =
        new RequestRun(
            run.requestId(),
            run.orgId(),
            run.status(),
            run.currentStep(),
            run.attempt(),
            run.stepSpent(),
            run.seq(),
            run.statusSeq(),
            run.leg(),
            run.claim() + 1,
            run.updatedAt());
    return Optional.of(run);
  }

  @Override
  public Optional<RequestRun> record(RequestRun from, Move move) {
    move.transition().requireAllowedFrom(from.status(), from.requestId());
    if (from.seq() != run.seq() || from.claim() != run.claim()) {
      return Optional.empty();
    }
    run = from.after(move, from.updatedAt());
    events.addAll(move.changes());
    accepted.accept(move);
    return Optional.of(run);
  }

  @Override
  public RequestRun current() {
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
