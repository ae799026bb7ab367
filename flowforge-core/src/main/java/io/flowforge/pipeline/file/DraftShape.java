package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.problem.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The check that the fields of a pipeline have the right types. It takes out those that have not,
 * so that the rest can be checked.
 */
final class DraftShape {

  /** A type of JSON. */
  private enum JsonKind {
    STRING("a string"),
    INTEGER("a whole number"),
    BOOLEAN("true or false, without quotes"),
    OBJECT("an object"),
    ARRAY("an array"),
    ANY("anything");

    private final String expected;

    JsonKind(String expected) {
      this.expected = expected;
    }

    boolean includes(JsonNode value) {
      return switch (this) {
        case STRING -> value.isTextual();
        case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
        case BOOLEAN -> value.isBoolean();
        case OBJECT -> value.isObject();
        case ARRAY -> value.isArray();
        case ANY -> true;
      };
    }
  }

  private static final Map<String, JsonKind> PIPELINE =
      Map.ofEntries(
          Map.entry("org_id", JsonKind.INTEGER),
          Map.entry("org", JsonKind.STRING),
          Map.entry("pipeline_name", JsonKind.STRING),
          Map.entry("pipeline_description", JsonKind.STRING),
          Map.entry("first_step_name", JsonKind.STRING),
          Map.entry("steps", JsonKind.ARRAY),
          Map.entry("form", JsonKind.OBJECT),
          // What a response has in addition, so that it can be used as a file.
          Map.entry("id", JsonKind.ANY),
          Map.entry("user_id", JsonKind.ANY),
          Map.entry("version", JsonKind.ANY),
          Map.entry("prev_version_id", JsonKind.ANY),
          Map.entry("created_on", JsonKind.ANY));

  private static final Map<String, JsonKind> STEP =
      Map.of(
          "step_name", JsonKind.STRING,
          "step_type", JsonKind.STRING,
          "next_step_name", JsonKind.STRING,
          "prev_step_name", JsonKind.STRING,
          "is_terminal_step", JsonKind.BOOLEAN,
          "parameters", JsonKind.OBJECT,
          "step_id", JsonKind.STRING,
          "outputs", JsonKind.OBJECT,
          "when", JsonKind.STRING);

  private static final Map<String, JsonKind> FORM = Map.of("fields", JsonKind.ARRAY);

  private static final Map<String, JsonKind> FIELD =
      Map.ofEntries(
          Map.entry("name", JsonKind.STRING),
          Map.entry("title", JsonKind.STRING),
          Map.entry("description", JsonKind.STRING),
          Map.entry("type", JsonKind.STRING),
          Map.entry("required", JsonKind.BOOLEAN),
          Map.entry("placeholder", JsonKind.STRING),
          Map.entry("min_length", JsonKind.INTEGER),
          Map.entry("options", JsonKind.ANY),
          Map.entry("default", JsonKind.ANY),
          Map.entry("format", JsonKind.STRING),
          Map.entry("pattern", JsonKind.STRING),
          Map.entry("min", JsonKind.ANY),
          Map.entry("max", JsonKind.ANY),
          Map.entry("max_length", JsonKind.INTEGER));

  private final BiConsumer<String, Supplier<String>> problems;
  private final BiConsumer<String, Supplier<String>> warnings;

  /**
   * @param problems receives the path and the problem, which is described only if somebody asks
   * @param warnings receives the path of what has no effect, and the cure in the same way
   */
  DraftShape(
      BiConsumer<String, Supplier<String>> problems,
      BiConsumer<String, Supplier<String>> warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  void check(ObjectNode pipeline) {
    check("", pipeline, PIPELINE, true);
    checkAll("steps", pipeline.path("steps"), STEP, false);
    if (pipeline.get("form") instanceof ObjectNode form) {
      check("form.", form, FORM, true);
      checkAll("form.fields", form.path("fields"), FIELD, true);
    }
  }

  private void checkAll(String path, JsonNode array, Map<String, JsonKind> kinds, boolean warns) {
    for (int i = 0; i < array.size(); i++) {
      String place = path + "[" + i + "]";
      JsonNode element = array.get(i);
      if (element instanceof ObjectNode object) {
        check(place + ".", object, kinds, warns);
      } else if (!element.isNull()) {
        problems.accept(place, () -> mustBe(JsonKind.OBJECT, element));
        ((ArrayNode) array).setNull(i);
      }
    }
  }

  /**
   * @param warns whether unknown fields have no effect; otherwise the validator refuses them
   */
  private void check(String prefix, ObjectNode object, Map<String, JsonKind> kinds, boolean warns) {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JsonKind kind = kinds.get(name);
      if (kind == null) {
        if (warns) {
          warnings.accept(
              prefix + name,
              () -> "has no effect; " + NearestName.cure(name, kinds.keySet()) + ", or remove it");
        }
      } else if (!field.getValue().isNull() && !kind.includes(field.getValue())) {
        JsonNode value = field.getValue();
        problems.accept(prefix + name, () -> mustBe(kind, value));
        wrong.add(name);
      }
    }
    object.remove(wrong);
  }

  private static String mustBe(JsonKind kind, JsonNode value) {
    String found =
        switch (value.getNodeType()) {
          case STRING -> "the string " + NearestName.quoted(value.textValue());
          case NUMBER -> "the number " + NearestName.quoted(value.asText());
          case BOOLEAN -> value.asText();
          case ARRAY -> "an array";
          default -> "an object";
        };
    boolean needsQuotes = kind == JsonKind.STRING && value.isValueNode();
    return "must be %s, but it is %s%s"
        .formatted(kind.expected, found, needsQuotes ? "; put it in quotes" : "");
  }
}
