package io.flowforge.request.state;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Step;
import io.flowforge.request.state.ReferenceModel.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One request with its queue and workers under random events: people decide; workers claim work,
 * report, die, freeze and come back; entries are delivered again; the organization is deleted.
 * After every event the machine must agree with the model.
 */
final class ModelRun {

  /** The machine under test, which holds the state of the request. */
  interface Machine {

    Optional<ExecutionState> claim(long dispatch);

    Optional<ExecutionState> record(ExecutionState from, Transition transition);

    ExecutionState current();

    /** Deletes the organization of the request. */
    void close();

    /** Returns the events of the step, in order. */
    List<String> eventsOf(String step);
  }

  /** An entry of the queue. As in db-scheduler, only the worker that took it last may remove it. */
  private static final class Entry {
    final long dispatch;
    final Instant due;
    int holder;

    Entry(long dispatch, Instant due) {
      this.dispatch = dispatch;
      this.due = due;
    }
  }

  /** A worker and the state as it knows it. */
  private static final class Worker {
    final int number;
    final Entry entry;
    ExecutionState state;

    Worker(int number, Entry entry, ExecutionState state) {
      this.number = number;
      this.entry = entry;
      this.state = state;
    }
  }

  private final SplittableRandom random;
  private final List<Step> steps;
  private final Machine machine;
  private final ReferenceModel model;
  private final List<Entry> queue = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();
  private Instant now;
  private int lastWorker;

  ModelRun(SplittableRandom random, List<Step> steps, Machine machine, Instant now) {
    this.random = random;
    this.steps = steps;
    this.machine = machine;
    this.now = now;
    this.model = new ReferenceModel(steps.stream().map(Step::stepName).toList());
  }

  /** Makes one event happen and compares; returns whether it was possible. */
  boolean step() {
    // Ends are rare, so that stories are long.
    boolean hasHappened =
        switch (random.nextInt(40)) {
          case 0 ->
              random.nextInt(3) == 0
                  ? close()
                  : decide("cancel", Transition.cancel(machine.current(), "API"), model::cancel);
          case 1 ->
              decide("reject", Transition.of(TransitionType.REJECT, current()), model::reject);
          case 2, 3, 4, 5 ->
              decide("start", Transition.of(TransitionType.START, current()), model::start);
          case 6, 7, 8, 9 ->
              decide("approve", Transition.approve(current(), next()), model::approve);
          case 10, 11, 12, 13 -> dieOrFreeze();
          case 14, 15, 16, 17 -> letTimePass();
          case 18 -> retry();
          case 19 -> decide("signal", Transition.signal(machine.current(), "API"), model::signal);
          case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> claim();
          default -> report();
        };
    compare();
    return hasHappened;
  }

  /** Returns whether no late event is possible. */
  boolean isOver() {
    return machine.current().status().isEnd() && queue.isEmpty() && workers.isEmpty();
  }

  private boolean close() {
    machine.close();
    model.closed = true;
    tell("organization", "deleted");
    return true;
  }

  private boolean letTimePass() {
    now = now.plusMillis(random.nextInt(400));
    return queue.stream().anyMatch(entry -> entry.holder == 0);
  }

  private boolean decide(String name, Transition transition, BooleanSupplier expected) {
    boolean isAccepted = isAccepted(() -> machine.record(machine.current(), transition));
    tell(name, isAccepted);
    assertThat(isAccepted).as(story + "accepted").isEqualTo(expected.getAsBoolean());
    if (isAccepted) {
      enqueueIfCalledFor(transition);
    }
    return true;
  }

  /** Goes on from the step at which the request failed, or from an earlier one. */
  private boolean retry() {
    int from = random.nextInt(model.step + 1);
    List<Step> undone =
        steps.subList(from + 1, steps.size()).stream()
            .filter(step -> !machine.eventsOf(step.stepName()).getLast().equals("Not Started"))
            .toList();
    return decide(
        "retry from " + from,
        Transition.resume(steps.get(from), undone, null),
        () -> model.retry(from));
  }

  private boolean claim() {
    List<Entry> due =
        queue.stream().filter(entry -> entry.holder == 0 && !entry.due.isAfter(now)).toList();
    if (due.isEmpty()) {
      return false;
    }
    Entry entry = due.get(random.nextInt(due.size()));
    int worker = ++lastWorker;
    entry.holder = worker;
    Optional<ExecutionState> claimed = machine.claim(entry.dispatch);
    tell("worker " + worker + " takes " + entry.dispatch, claimed.isPresent());
    assertThat(claimed.isPresent())
        .as(story + "claimed")
        .isEqualTo(model.take(worker, entry.dispatch));
    claimed.ifPresentOrElse(
        state -> workers.add(new Worker(worker, entry, state)), () -> queue.remove(entry));
    return true;
  }

  private boolean report() {
    if (workers.isEmpty()) {
      return false;
    }
    Worker worker = workers.get(random.nextInt(workers.size()));
    Step step = step(worker.state.currentStep());
    Report report = reportOn(step);
    Transition transition = transitionFor(report, step);
    Optional<ExecutionState> moved = machine.record(worker.state, transition);
    tell("worker " + worker.number + " reports " + report, moved.isPresent());
    assertThat(moved.isPresent())
        .as(story + "counted")
        .isEqualTo(model.report(worker.number, report));
    moved.ifPresent(_ -> enqueueIfCalledFor(transition));
    if (moved.isEmpty() || isOver(moved.get(), worker.entry)) {
      workers.remove(worker);
      if (worker.entry.holder == worker.number) {
        queue.remove(worker.entry);
      }
    } else {
      worker.state = moved.get();
    }
    return true;
  }

  /**
   * Delivers the entry of a worker again. A frozen worker may still report, a dead one does not.
   */
  private boolean dieOrFreeze() {
    if (workers.isEmpty()) {
      return false;
    }
    Worker worker = workers.get(random.nextInt(workers.size()));
    boolean isDead = random.nextBoolean();
    tell("worker " + worker.number, isDead ? "dies" : "freezes");
    if (worker.entry.holder == worker.number) {
      worker.entry.holder = 0;
    }
    if (isDead) {
      workers.remove(worker);
    }
    return true;
  }

  private void compare() {
    ExecutionState state = machine.current();
    assertThat(state.status().label()).as(story + "status").isEqualTo(model.status);
    assertThat(state.currentStep()).as(story + "step").isEqualTo(model.steps.get(model.step));
    assertThat(state.attempt()).as(story + "attempt").isEqualTo(model.attempt);
    assertThat(state.isSuspended()).as(story + "suspended").isEqualTo(model.suspended);
    assertThat(state.run()).as(story + "run").isEqualTo(model.run);
    assertThat(state.seq()).as(story + "seq").isEqualTo(model.transitions);
    if (model.status.equals("Running") && !model.closed) {
      assertThat(queue).as(story + "work").anyMatch(entry -> entry.dispatch == state.dispatch());
    }
  }

  /** Compares the events of all steps, at the end of the story. */
  void compareHistory() {
    assertThat(model.steps.stream().collect(toMap(name -> name, machine::eventsOf)))
        .as(story + "events")
        .isEqualTo(model.events);
  }

  private void enqueueIfCalledFor(Transition transition) {
    if (transition.type().queuesWork()) {
      queue.add(new Entry(machine.current().seq(), now.plus(transition.delay())));
    }
  }

  private static boolean isOver(ExecutionState state, Entry entry) {
    return state.status() != RequestStatus.RUNNING || state.dispatch() != entry.dispatch;
  }

  private static boolean isAccepted(Supplier<Optional<ExecutionState>> record) {
    try {
      return record.get().isPresent();
    } catch (ConflictException e) {
      return false;
    }
  }

  private Report reportOn(Step step) {
    if (step.stepType().equals("WAIT_FOR_APPROVAL")) {
      return Report.WAITS;
    }
    return switch (random.nextInt(12)) {
      case 0 -> Report.FAILED;
      case 1, 2, 3 -> Report.FAILED_AND_TRIED_AGAIN;
      case 5, 6 -> Report.SUSPENDED;
      case 4 -> after(step).isPresent() ? Report.HALTED : Report.COMPLETED;
      default -> Report.COMPLETED;
    };
  }

  private Transition transitionFor(Report report, Step step) {
    return switch (report) {
      case COMPLETED -> Transition.complete(step, after(step));
      case FAILED -> Transition.fail(step);
      case HALTED -> Transition.complete(step, after(step)).halted().orElseThrow();
      case WAITS -> Transition.waitForApproval(step);
      case SUSPENDED -> Transition.suspend(step, Duration.ofMillis(random.nextInt(1_000)));
      case FAILED_AND_TRIED_AGAIN ->
          Transition.retry(step, Duration.ZERO, Duration.ofMillis(random.nextInt(1_000)));
    };
  }

  private Step current() {
    return step(machine.current().currentStep());
  }

  private Optional<Step> next() {
    return after(current());
  }

  private Optional<Step> after(Step step) {
    int next = steps.indexOf(step) + 1;
    return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
  }

  private Step step(String name) {
    return steps.stream().filter(step -> step.stepName().equals(name)).findFirst().orElseThrow();
  }

  private void tell(String what, Object result) {
    story.append(what).append(": ").append(result).append("; ");
  }
}
