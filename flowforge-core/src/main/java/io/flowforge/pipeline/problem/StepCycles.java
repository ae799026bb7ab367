package io.flowforge.pipeline.problem;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cycles among steps, each of which has at most one next step. Found in linear time. */
public final class StepCycles {

  private final Map<String, String> nextOf;
  private final Map<String, Cycle> cycleOf = new HashMap<>();

  /**
   * A cycle.
   *
   * @param entry the step at which a walk meets the cycle first
   * @param last the step of the cycle that leads back to the entry
   */
  public record Cycle(String entry, String last) {}

  /**
   * Finds all cycles.
   *
   * @param nextOf the name of each step's next step; empty for none
   * @param first the step at which the first walk begins; the other walks follow the order of the
   *     map
   */
  public StepCycles(Map<String, String> nextOf, String first) {
    this.nextOf = nextOf;
    Map<String, Integer> walkOf = new HashMap<>();
    walk(first, 0, walkOf);
    int number = 1;
    for (String name : nextOf.keySet()) {
      walk(name, number++, walkOf);
    }
  }

  /** Returns the cycle that the step is part of; null if there is none. */
  public @Nullable Cycle of(String name) {
    return cycleOf.get(name);
  }

  /** Walks on until a step that this or an earlier walk has met. */
  private void walk(String from, int number, Map<String, Integer> walkOf) {
    Map<String, String> previous = new LinkedHashMap<>();
    String at = from;
    String before = "";
    while (nextOf.containsKey(at) && walkOf.putIfAbsent(at, number) == null) {
      previous.put(at, before);
      before = at;
      at = nextOf.get(at);
    }
    if (previous.containsKey(at)) {
      var cycle = new Cycle(at, before);
      for (String step = before; !step.equals(at); step = previous.getOrDefault(step, at)) {
        cycleOf.put(step, cycle);
      }
      cycleOf.put(at, cycle);
    }
  }
}
