package io.flowforge.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import java.util.Map;
import java.util.Set;

/** A scope and values that the tests of conditions share. */
final class ConditionSamples {

  private static final ObjectMapper MAPPER = Json.mapper();

  static final ConditionScope SCOPE =
      new ConditionScope(
          Set.of(
              "env",
              "replicas",
              "count",
              "ratio",
              "huge",
              "nothing",
              "flag",
              "my field",
              "tags",
              "owner",
              "note"),
          Map.of("repo", Set.of("id", "all"), "check", Set.of("free", "all")),
          Set.of("check"));

  static final ConditionInput INPUT =
      new ConditionInput(
          object(
              """
              {"env": "prod", "replicas": "5", "count": 5, "ratio": 2.5, "huge": 99999999999999999999,
               "nothing": null, "flag": "true", "my field": "x", "tags": ["a", "b"],
               "owner": {"name": {"first": "Ann"}}}
              """),
          object("{\"repo\": {\"id\": 7, \"all\": {\"items\": [{\"n\": 1}, {\"n\": 2}]}}}"),
          object(
              """
              {"id": "r1", "org_id": 7, "user_id": "u1", "created_on": "2026-01-01T00:00:00Z"}
              """));

  private ConditionSamples() {}

  static ObjectNode object(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
