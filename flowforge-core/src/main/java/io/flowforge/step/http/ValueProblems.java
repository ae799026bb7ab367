package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Placeholders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Collects the problems of values while parts of a call are filled in. Not thread-safe. */
final class ValueProblems {

  private final List<String> found = new ArrayList<>();

  /** Fills in a part, and notes its problem together with the fields that it uses. */
  void check(JsonNode template, Supplier<?> filling) {
    try {
      var _ = filling.get();
    } catch (IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      Set<String> fields = Placeholders.namesIn(template);
      if (fields.isEmpty()) {
        // No value can cause or cure this problem; the step fails with it.
        return;
      }
      boolean isNamed = fields.stream().anyMatch(field -> problem.contains("'" + field + "'"));
      found.add(
          isNamed
              ? problem
              : problem + fields.stream().collect(joining("', '", " (fields '", "')")));
    }
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
