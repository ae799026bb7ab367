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
 * One request, its queue and its workers, driven by chance: people decide, workers take up work,
 * report, die, freeze and come back, entries are delivered once more. After every step the machine
 * must be where the model is.
 */
final class ModelRun {

  /** What holds the state of the request: the machine that is looked at. */
  interface Machine {

    Optional<ExecutionState> claim(long dispatch);

    Optional<ExecutionState> record(ExecutionState from, Transition move);

    ExecutionState current();

    /** What happened to the step, in order. */
    List<String> eventsOf(String step);
  }

  /** An entry of the queue; whoever took it last may remove it, as db-scheduler has it. */
  private static final class Entry {
    final long dispatch;
    final Instant due;
    int holder;

    Entry(long dispatch, Instant due) {
      this.dispatch = dispatch;
      this.due = due;
    }
  }

  /** A worker and the state that it believes in. */
  private static final class Worker {
    final int number;
    final Entry entry;
    ExecutionState run;

    Worker(int number, Entry entry, ExecutionState run) {
      this.number = number;
      this.entry = entry;
      this.run = run;
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

  /** Lets something happen, and compares; says whether anything could. */
  boolean step() {
    // Ends are rarer than all else, so that stories are long.
    boolean hasHappened =
        switch (random.nextInt(40)) {
          case 0 -> decide("cancel", Transition.cancel(machine.current(), "API"), model::cancel);
          case 1 ->
              decide("reject", Transition.of(TransitionType.REJECT, current()), model::reject);
          case 2, 3, 4, 5 ->
              decide("start", Transition.of(TransitionType.START, current()), model::start);
          case 6, 7, 8, 9 ->
              decide("approve", Transition.approve(current(), next()), model::approve);
          case 10, 11, 12, 13 -> dieOrFreeze();
          case 14, 15, 16, 17 -> letTimePass();
          case 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> takeUp();
          default -> report();
        };
    compare();
    return hasHappened;
  }

  /** Whether nothing is left that could come late. */
  boolean isOver() {
    return machine.current().status().isEnd() && queue.isEmpty() && workers.isEmpty();
  }

  private boolean letTimePass() {
    now = now.plusMillis(random.nextInt(400));
    return queue.stream().anyMatch(entry -> entry.holder == 0);
  }

  private boolean decide(String name, Transition move, BooleanSupplier expected) {
    boolean isAccepted = isAccepted(() -> machine.record(machine.current(), move));
    tell(name, isAccepted);
    assertThat(isAccepted).as(story + "accepted").isEqualTo(expected.getAsBoolean());
    if (isAccepted) {
      enqueueIfCalledFor(move);
    }
    return true;
  }

  private boolean takeUp() {
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
        run -> workers.add(new Worker(worker, entry, run)), () -> queue.remove(entry));
    return true;
  }

  private boolean report() {
    if (workers.isEmpty()) {
      return false;
    }
    Worker worker = workers.get(random.nextInt(workers.size()));
    Step step = step(worker.run.currentStep());
    Report report = reportOn(step);
    Transition move = moveFor(report, step);
    Optional<ExecutionState> moved = machine.record(worker.run, move);
    tell("worker " + worker.number + " reports " + report, moved.isPresent());
    assertThat(moved.isPresent())
        .as(story + "counted")
        .isEqualTo(model.report(worker.number, report));
    moved.ifPresent(_ -> enqueueIfCalledFor(move));
    if (moved.isEmpty() || isOver(moved.get(), worker.entry)) {
      workers.remove(worker);
      if (worker.entry.holder == worker.number) {
        queue.remove(worker.entry);
      }
    } else {
      worker.run = moved.get();
    }
    return true;
  }

  /** Its entry is delivered again; a dead worker is never heard of again, a frozen one may be. */
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
    ExecutionState run = machine.current();
    assertThat(run.status().label()).as(story + "status").isEqualTo(model.status);
    assertThat(run.currentStep()).as(story + "step").isEqualTo(model.steps.get(model.step));
    assertThat(run.attempt()).as(story + "attempt").isEqualTo(model.attempt);
    assertThat(run.seq()).as(story + "seq").isEqualTo(model.transitions);
    if (model.status.equals("Running")) {
      assertThat(queue).as(story + "work").anyMatch(entry -> entry.dispatch == run.dispatch());
    }
  }

  /** What took place, step by step; to be called at the end of the story. */
  void compareHistory() {
    assertThat(model.steps.stream().collect(toMap(name -> name, machine::eventsOf)))
        .as(story + "events")
        .isEqualTo(model.events);
  }

  private void enqueueIfCalledFor(Transition move) {
    if (move.type().queuesWork()) {
      queue.add(new Entry(machine.current().seq(), now.plus(move.delay())));
    }
  }

  private static boolean isOver(ExecutionState run, Entry entry) {
    return run.status() != RequestStatus.RUNNING || run.dispatch() != entry.dispatch;
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
      default -> Report.COMPLETED;
    };
  }

  private Transition moveFor(Report report, Step step) {
    return switch (report) {
      case COMPLETED -> Transition.complete(step, after(step));
      case FAILED -> Transition.fail(step);
      case WAITS -> Transition.waitForApproval(step);
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
