package io.flowforge.load.runs;

import io.flowforge.load.stack.Arrivals;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The times between the submission of runs and the calls of their steps. */
final class StepTimes {

  private static final long MAX_MICROS = 600_000_000;

  private final Histogram toFirst = new Histogram(MAX_MICROS, 3);
  private final Histogram between = new Histogram(MAX_MICROS, 3);

  /**
   * Reads the times of the target.
   *
   * @param steps how many each run has
   * @throws IllegalStateException if a step did not call
   */
  static StepTimes of(List<Arrivals.Run> runs, int steps) {
    var times = new StepTimes();
    for (Arrivals.Run run : runs) {
      long previous = Ticket.dueNanos(run.ticket());
      for (int step = 0; step < steps; step++) {
        long arrived = run.arrivals().get(step);
        if (arrived == 0) {
          throw new IllegalStateException(
              "step %d of %s has not called".formatted(step + 1, run.ticket()));
        }
        Histogram histogram = step == 0 ? times.toFirst : times.between;
        histogram.recordValue(Math.clamp((arrived - previous) / 1000, 0, MAX_MICROS));
        previous = arrived;
      }
    }
    return times;
  }

  double toFirstMillis(double percentile) {
    return toFirst.getValueAtPercentile(percentile) / 1e3;
  }

  double betweenMillis(double percentile) {
    return between.getValueAtPercentile(percentile) / 1e3;
  }
}
