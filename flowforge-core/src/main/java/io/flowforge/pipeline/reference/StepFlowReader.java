package io.flowforge.pipeline.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code step_id}, {@code outputs} and {@code when} of a step. Not thread-safe. */
public final class StepFlowReader {

  private static final int MAX_OUTPUTS = 50;

  /** The number of fields of an output that are read: far more than there are. */
  private static final int MAX_FIELDS = 20;

  private static final int MAX_POINTER = 1_000;
  private static final int MAX_HEADER = 200;

  private static final List<String> FIELDS =
      List.of("from", "from_header", "type", "secret", "optional");

  /** See <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, 5.6.2</a>. */
  private static final CharacterSet HEADER = CharacterSet.of("!#$%&'*+.^_`|~0-9A-Za-z-");

  private final List<String> problems = new ArrayList<>();

  /**
   * Returns the problems, one sentence each, which begins with the path within the step; empty if
   * there are none.
   */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Reads what is valid. */
  public StepFlow read(
      @Nullable JsonNode stepId, @Nullable JsonNode outputs, @Nullable JsonNode when) {
    return new StepFlow(id(orMissing(stepId)), outputs(orMissing(outputs)), when(orMissing(when)));
  }

  private String id(JsonNode id) {
    if (isAbsent(id)) {
      return "";
    }
    if (!id.isTextual() || !FlowName.isValid(id.textValue())) {
      add("step_id", "%s is not an id; %s".formatted(shown(id), FlowName.RULE));
      return "";
    }
    return id.textValue();
  }

  private String when(JsonNode when) {
    if (isAbsent(when)) {
      return "";
    }
    if (!when.isTextual() || when.textValue().isBlank()) {
      add("when", "must be a string with a condition, such as \"form.env == 'prod'\"");
      return "";
    }
    return when.textValue();
  }

  private Map<String, OutputRule> outputs(JsonNode outputs) {
    Map<String, OutputRule> rules = new LinkedHashMap<>();
    if (isAbsent(outputs)) {
      return rules;
    }
    if (!(outputs instanceof ObjectNode object)) {
      add("outputs", "must be an object such as {\"id\": {\"from\": \"/id\"}}");
      return rules;
    }
    if (object.size() > MAX_OUTPUTS) {
      add(
          "outputs",
          "must have at most %d entries; it has %d".formatted(MAX_OUTPUTS, object.size()));
      return rules;
    }
    object
        .properties()
        .forEach(
            output -> {
              String name = output.getKey();
              String place = "outputs." + Excerpt.of(name, 64);
              if (!FlowName.isValid(name)) {
                add(
                    place,
                    "'%s' is not a name of an output; %s"
                        .formatted(Excerpt.of(name), FlowName.RULE));
              }
              OutputRule rule = rule(place, output.getValue());
              if (rule != null) {
                rules.put(name, rule);
              }
            });
    return rules;
  }

  private @Nullable OutputRule rule(String place, JsonNode rule) {
    if (!(rule instanceof ObjectNode fields)) {
      add(place, "must be an object such as {\"from\": \"/id\"}");
      return null;
    }
    if (fields.size() > MAX_FIELDS) {
      add(place, "must have at most %d fields; it has %d".formatted(MAX_FIELDS, fields.size()));
      return null;
    }
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                add(
                    place + "." + Excerpt.of(name, 40),
                    "is unknown; %s".formatted(NearestName.cure(name, FIELDS)));
              }
            });
    JsonNode from = fields.path("from");
    JsonNode header = fields.path("from_header");
    if (isAbsent(from) == isAbsent(header)) {
      add(
          place,
          "must have either from, a JSON Pointer into the body of the response, or from_header");
    }
    String pointer = isAbsent(from) ? null : pointer(place + ".from", from);
    String name = isAbsent(header) ? null : header(place + ".from_header", header);
    OutputType type = type(place + ".type", fields.path("type"));
    if (name != null && type != null && type != OutputType.STRING) {
      add(place + ".type", "a header is a string; remove type");
    }
    boolean isSecret = flag(place + ".secret", fields.path("secret"));
    if (isSecret && type != null && type != OutputType.STRING) {
      add(place + ".type", "a secret output is a string; remove type");
    }
    return new OutputRule(
        pointer, name, type, isSecret, flag(place + ".optional", fields.path("optional")));
  }

  private String pointer(String place, JsonNode from) {
    String pointer = from.isTextual() ? from.textValue() : "?";
    if (!isPointer(pointer)) {
      add(
          place,
          "%s is not a JSON Pointer; write \"/name\", \"/list/0\", or \"\" for the whole body"
              .formatted(shown(from)));
    } else if (pointer.length() > MAX_POINTER) {
      add(place, "has %d characters; use at most %d".formatted(pointer.length(), MAX_POINTER));
    }
    return pointer;
  }

  /** A tilde is written {@code ~0} and a slash {@code ~1}. RFC 6901, 3. */
  private static boolean isPointer(String text) {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      return false;
    }
    for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (next != '0' && next != '1') {
        return false;
      }
    }
    return true;
  }

  private String header(String place, JsonNode header) {
    String name = header.isTextual() ? header.textValue() : "";
    if (name.isEmpty() || name.length() > MAX_HEADER || !HEADER.containsAll(name)) {
      add(
          place,
          "%s is not the name of a header; write one such as Location".formatted(shown(header)));
    }
    return name;
  }

  private @Nullable OutputType type(String place, JsonNode type) {
    if (isAbsent(type)) {
      return null;
    }
    OutputType known = type.isTextual() ? OutputType.of(type.textValue()).orElse(null) : null;
    if (known == null) {
      add(
          place,
          "%s is no type; use string, number, boolean, object or array".formatted(shown(type)));
    }
    return known;
  }

  private boolean flag(String place, JsonNode flag) {
    if (isAbsent(flag)) {
      return false;
    }
    if (!flag.isBoolean()) {
      add(place, "must be true or false, without quotes");
    }
    return flag.asBoolean(false);
  }

  private void add(String place, String problem) {
    problems.add(place + ": " + problem);
  }

  private static String shown(JsonNode value) {
    return value.isTextual() ? NearestName.quoted(value.textValue()) : Excerpt.of(value.toString());
  }

  private static JsonNode orMissing(@Nullable JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
