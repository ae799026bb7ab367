package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import java.util.List;

/** A statement that must be true after any run. */
public interface Invariant {

  /** All invariants, in the order of the report. */
  List<Invariant> ALL =
      List.of(
          new EveryRequestEndsOrWaits(),
          new NoPromiseIsForgotten(),
          new NoStepCompletesTwice(),
          new OnlyTargetsFailRequests(),
          new NothingStartsAfterTheEnd(),
          new SequencesAreDense(),
          new EveryCompletedStepWasCalled(),
          new AllCallsOfAStepCarryOneKey(),
          new OneEffectPerStep(),
          new RequestsKeepToTheirVersion(),
          new OneRequestPerKey(),
          new DocumentsFollow(),
          new RunningRequestsHaveWork(),
          new HangingCallsHang(),
          new SecretsAreCurrent(),
          new RefusalsAreHonest());

  /** Returns the statement. */
  String name();

  /** Returns what contradicts the statement. */
  List<Violation> violations(Evidence evidence);
}
