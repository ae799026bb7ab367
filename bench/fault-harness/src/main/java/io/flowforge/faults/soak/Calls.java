package io.flowforge.faults.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The calls of the well-behaved clients. Thread-safe. */
final class Calls {

  private static final int MAX_ERRORS = 50;

  private final List<Call> calls = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private record Call(String name, Duration took) {}

  synchronized void succeeded(String name, Duration took) {
    calls.add(new Call(name, took));
  }

  synchronized void failed(String name, String reason) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(name + ": " + reason);
    }
  }

  /** Forgets the times of the calls so far, but not the errors. */
  synchronized void forgetTimes() {
    calls.clear();
  }

  synchronized int count() {
    return calls.size();
  }

  /** Returns the errors, at most 50 of them. */
  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  /** Returns the time that this share of the calls did not exceed, such as 0.99. */
  synchronized Duration quantile(double share) {
    return quantile(calls.stream().map(Call::took).toList(), share);
  }

  /** Returns the same for the calls of each name. */
  synchronized Map<String, Duration> quantileByName(double share) {
    Map<String, Duration> quantiles = new TreeMap<>();
    calls.stream()
        .collect(
            Collectors.groupingBy(Call::name, Collectors.mapping(Call::took, Collectors.toList())))
        .forEach((name, took) -> quantiles.put(name, quantile(took, share)));
    return quantiles;
  }

  private static Duration quantile(List<Duration> took, double share) {
    List<Duration> sorted = took.stream().sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
  }
}
