package io.flowforge.cli.faults;

import java.util.List;

/** Something that must be true after any run, whatever was broken meanwhile. */
interface Invariant {

  /** Every one that is checked, in the order in which they are reported. */
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
          new DocumentsFollow(),
          new RunningRequestsHaveWork(),
          new RefusalsAreHonest());

  /** A sentence. */
  String name();

  /** Empty when it holds. */
  List<Violation> violations(Evidence evidence);
}
