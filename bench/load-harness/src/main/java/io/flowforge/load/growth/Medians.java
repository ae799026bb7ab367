package io.flowforge.load.growth;

import io.flowforge.load.result.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The medians of all probes at each size, in milliseconds unless their names say otherwise. */
final class Medians {

  private final int times;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  /**
   * @param times how often each probe is measured
   */
  Medians(int times) {
    this.times = times;
  }

  int times() {
    return times;
  }

  /** Measures the probes after a round that does not count: the first would warm up the others. */
  void measure(List<TimedProbe> probes) {
    for (TimedProbe probe : probes) {
      var _ = probe.medianMillis(times);
    }
    for (TimedProbe probe : probes) {
      figures.computeIfAbsent(probe.name(), _ -> new ArrayList<>()).add(probe.medianMillis(times));
    }
  }

  /** Measures a probe, and then in turns with the same one in the copy of the database. */
  void measureBeside(TimedProbe probe, TimedProbe inCopy) {
    measure(List.of(probe));
    add(probe.name() + ", in multiples of one in the copy", probe.inMultiplesOf(inCopy, times));
  }

  /** Adds a figure that is not a time. */
  void add(String name, double value) {
    figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  List<List<String>> table(List<Integer> sizes) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("median in ms among so many requests"));
    sizes.forEach(size -> head.add("%,d".formatted(size)));
    head.add("ratio");
    rows.add(head);
    figures.forEach(
        (name, values) -> {
          List<String> row = new ArrayList<>(List.of(name));
          values.forEach(value -> row.add(Series.text(value)));
          row.add(Series.text(values.getLast() / values.getFirst()));
          rows.add(row);
        });
    return rows;
  }
}
