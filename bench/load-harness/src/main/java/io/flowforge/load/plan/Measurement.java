package io.flowforge.load.plan;

import io.flowforge.load.result.Section;
import java.io.IOException;
import java.io.PrintStream;

/** Something to measure, with a stack of its own. */
public interface Measurement {

  /** Returns its name on the command line and in the results. */
  String name();

  /**
   * Measures, and returns what to show.
   *
   * @param progress receives a line now and then
   * @throws IllegalStateException if the product did not do what it should: then there is no figure
   */
  Section measure(BenchPlan plan, PrintStream progress) throws IOException;
}
