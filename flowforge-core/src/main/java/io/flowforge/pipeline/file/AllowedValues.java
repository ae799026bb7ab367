package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.StepType;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.pipeline.declaration.ParameterDeclaration;
import io.flowforge.pipeline.form.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The values that may stand at a place of a draft, where they can be listed. */
final class AllowedValues {

  /** The number of values that a client can offer to choose from. */
  private static final int MAX_LISTED = 200;

  private static final List<String> LINKS = List.of("next_step_name", "prev_step_name");

  /** The keys before those within the parameters of a step: steps, its index, parameters. */
  private static final int DEPTH_OF_PARAMETERS = 3;

  private final StepTypes types;
  private final JsonNode draft;

  AllowedValues(StepTypes types, JsonNode draft) {
    this.types = types;
    this.draft = draft;
  }

  /**
   * Returns the values that may stand at a place.
   *
   * @param path the keys and indexes from the root of the draft
   * @return empty if they cannot be listed, or if one of them stands there: then something else is
   *     wrong
   */
  List<String> at(List<String> path) {
    List<String> values = listed(path);
    JsonNode present = draft;
    for (String key : path) {
      present = present.isArray() ? present.path(Integer.parseInt(key)) : present.path(key);
    }
    return values.size() > MAX_LISTED || values.contains(present.asText()) ? List.of() : values;
  }

  private List<String> listed(List<String> path) {
    if (path.equals(List.of("first_step_name"))) {
      return stepNames();
    }
    if (path.size() < DEPTH_OF_PARAMETERS) {
      return List.of();
    }
    String last = path.getLast();
    if (path.getFirst().equals("form")) {
      return last.equals("type") ? labels() : List.of();
    }
    if (!path.getFirst().equals("steps")) {
      return List.of();
    }
    if (path.size() > DEPTH_OF_PARAMETERS) {
      return path.get(2).equals("parameters") ? ofParameter(path) : List.of();
    }
    return last.equals("step_type")
        ? types.names()
        : LINKS.contains(last) ? stepNames() : List.of();
  }

  private List<String> ofParameter(List<String> path) {
    String type =
        draft.path("steps").path(Integer.parseInt(path.get(1))).path("step_type").asText();
    return types
        .find(type)
        .map(StepType::declaration)
        .flatMap(declared -> declared.at(path.subList(DEPTH_OF_PARAMETERS, path.size())))
        .map(ParameterDeclaration::allowedValues)
        .orElse(List.of());
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    for (JsonNode step : draft.path("steps")) {
      String name = step.path("step_name").asText();
      if (!name.isBlank()) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<String> labels() {
    return Stream.of(FieldType.values()).map(FieldType::label).toList();
  }
}
