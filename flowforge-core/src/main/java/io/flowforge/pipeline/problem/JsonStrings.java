package io.flowforge.pipeline.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The check that a store can hold a JSON value: its strings, its keys and its depth. */
public final class JsonStrings {

  private JsonStrings() {}

  /**
   * Adds the problems of a value.
   *
   * @param field the path of the value
   */
  public static void check(String field, JsonNode value, PipelineProblems problems) {
    check(field, value, 1, problems);
  }

  private static void check(String field, JsonNode value, int depth, PipelineProblems problems) {
    if (depth > PipelineLimits.DEPTH) {
      problems.add(field, "must have at most %d levels".formatted(PipelineLimits.DEPTH));
      return;
    }
    if (value.isTextual()) {
      problems.addAll(problemsOf(field, value.textValue()));
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      problems.addAll(problemsOf(field, entry.getKey()));
      check(field, entry.getValue(), depth + 1, problems);
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        check(field, element, depth + 1, problems);
      }
    }
  }

  private static List<String> problemsOf(String field, String text) {
    return PipelineLimits.STRING.problemsOf(field, text);
  }
}
