package io.flowforge.faults.invariant.flow;

import static java.util.stream.Collectors.toMap;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.FlowRecord.Answer;
import io.flowforge.faults.stub.TargetCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A call behind a delay arrives at least that long after the step in front of it was answered. */
final class DelaysLast implements Invariant {

  private static final String BEFORE = "s2-poll";
  private static final String AFTER = "s4-delayed";

  /**
   * The delay of three seconds, minus what two readings of PostgreSQL's clock may be off: a server
   * may take up to a second for one.
   */
  private static final Duration MIN_DELAY = Duration.ofMillis(1_500);

  @Override
  public String name() {
    return "a delay lasts at least its time";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<CalledStep, Instant> answered =
        evidence.target().flow().answers().stream()
            .filter(answer -> answer.step().name().equals(BEFORE))
            .collect(toMap(Answer::step, Answer::at, DelaysLast::earlier));
    return evidence.target().calls().stream()
        .filter(call -> call.step().name().equals(AFTER))
        .filter(call -> call.at().isBefore(earliest(call, answered)))
        .map(
            call ->
                new Violation(
                    call.requestId(), call.step() + " was called before its delay was over"))
        .toList();
  }

  /** A run that begins behind the delay has no answer of the step in front of it. */
  private static Instant earliest(TargetCall call, Map<CalledStep, Instant> answered) {
    var before = new CalledStep(call.ticket(), BEFORE, call.step().run());
    return answered.getOrDefault(before, Instant.EPOCH).plus(MIN_DELAY);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
