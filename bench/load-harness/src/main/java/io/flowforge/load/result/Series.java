package io.flowforge.load.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The values of one figure in several runs. */
public final class Series {

  private final List<Double> values = new ArrayList<>();

  public void add(double value) {
    values.add(value);
  }

  /** Returns the value in the middle. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalStateException("there is no value");
    }
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the median, and the lowest and the highest value. */
  @Override
  public String toString() {
    return "%s (%s–%s)"
        .formatted(text(median()), text(Collections.min(values)), text(Collections.max(values)));
  }

  /** Returns three digits, or all before the point. */
  public static String text(double value) {
    int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
