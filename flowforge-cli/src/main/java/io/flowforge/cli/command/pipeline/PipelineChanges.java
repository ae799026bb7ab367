package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The differences of two versions as rows of a table. */
final class PipelineChanges {

  private final List<JsonNode> rows = new ArrayList<>();

  private PipelineChanges() {}

  /** Returns a row for each difference. */
  static List<JsonNode> rows(JsonNode diff) {
    var changes = new PipelineChanges();
    changes.addMembers("pipeline", diff.path("members"));
    changes.addParts("step", diff.path("steps"));
    changes.addParts("field", diff.path("fields"));
    return changes.rows;
  }

  private void addParts(String kind, JsonNode parts) {
    parts.path("added").forEach(name -> add("+ %s '%s'".formatted(kind, name.asText())));
    parts.path("removed").forEach(name -> add("- %s '%s'".formatted(kind, name.asText())));
    parts
        .path("changed")
        .forEach(
            part ->
                addMembers(
                    "%s '%s'".formatted(kind, part.path("name").asText()), part.path("members")));
  }

  private void addMembers(String what, JsonNode members) {
    members.forEach(
        member ->
            add(what)
                .put("member", member.path("member").asText())
                .put("from", text(member.path("from")))
                .put("to", text(member.path("to"))));
  }

  private ObjectNode add(String what) {
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("what", what);
    rows.add(row);
    return row;
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "" : value.isTextual() ? value.textValue() : value.toString();
  }
}
