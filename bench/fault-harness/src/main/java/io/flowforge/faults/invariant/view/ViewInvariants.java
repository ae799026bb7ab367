package io.flowforge.faults.invariant.view;

import io.flowforge.faults.invariant.Invariant;
import java.util.List;

/** The invariants of streams of events. */
public final class ViewInvariants {

  /** All of them, in the order of the report. */
  public static final List<Invariant> ALL =
      List.of(
          new TransitionsArriveOnce(),
          new LinesArriveOnce(),
          new StreamsEndWithTheirRequest(),
          new OrganizationsAreUpToDate());

  private ViewInvariants() {}
}
