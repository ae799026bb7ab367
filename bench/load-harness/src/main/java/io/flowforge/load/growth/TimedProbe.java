package io.flowforge.load.growth;

import io.flowforge.load.result.Series;
import java.util.function.IntConsumer;

/**
 * Something that is measured at each size.
 *
 * @param once does it once, with the number of the time
 */
record TimedProbe(String name, IntConsumer once) {

  private static final double MILLION = 1e6;

  /** Returns the median of many times in milliseconds, after as many that do not count. */
  double medianMillis(int times) {
    var series = new Series();
    for (int time = 0; time < 2 * times; time++) {
      long begin = System.nanoTime();
      once.accept(time);
      if (time >= times) {
        series.add((System.nanoTime() - begin) / MILLION);
      }
    }
    return series.median();
  }
}
