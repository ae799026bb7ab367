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
      double millis = millis(time);
      if (time >= times) {
        series.add(millis);
      }
    }
    return series.median();
  }

  /**
   * Returns the median of many times in multiples of that of another probe. They take turns, so
   * that both meet the machine in the same state.
   */
  double inMultiplesOf(TimedProbe other, int times) {
    var mine = new Series();
    var others = new Series();
    for (int time = 0; time < 2 * times; time++) {
      double millis = millis(time);
      double otherMillis = other.millis(time);
      if (time >= times) {
        mine.add(millis);
        others.add(otherMillis);
      }
    }
    return mine.median() / others.median();
  }

  private double millis(int time) {
    long begin = System.nanoTime();
    once.accept(time);
    return (System.nanoTime() - begin) / MILLION;
  }
}
