package io.flowforge.faults.invariant.flow;

import io.flowforge.faults.invariant.Invariant;
import java.util.List;

/** The invariants of outputs, conditions, polls, delays and callbacks. */
public final class FlowInvariants {

  /** All of them, in the order of the report. */
  public static final List<Invariant> ALL =
      List.of(
          new OutputsArrive(),
          new SkippedStepsAreNotCalled(),
          new PollsEndWhenDone(),
          new DelaysLast(),
          new CallbacksCountOnce());

  private FlowInvariants() {}
}
