package io.flowforge.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An operation of openapi.yaml: a method of a path.
 *
 * @param path with braces, without {@code /api}
 * @param body the media type of JSON, with its schema and example; missing when no body is taken
 * @param definition all of it
 */
public record ApiOperation(
    String method, String path, List<Parameter> parameters, JsonNode body, JsonNode definition) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final JsonNode DOCUMENT = parsed();

  /**
   * A value in the path or behind the question mark.
   *
   * @param definition with its schema and example
   */
  public record Parameter(String name, boolean isInPath, boolean isRequired, JsonNode definition) {}

  /** Every operation, in the order of the document. */
  public static List<ApiOperation> all() {
    List<ApiOperation> operations = new ArrayList<>();
    for (var path : DOCUMENT.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(of(path.getKey(), path.getValue(), operation.getKey()));
        }
      }
    }
    return operations;
  }

  /** Returns the node, or the one that it refers to. */
  public static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? resolved(DOCUMENT.at(node.get("$ref").asText().substring(1))) : node;
  }

  /** Returns what is before the path. */
  public String base() {
    return path.startsWith("/.well-known/") ? "" : "/api";
  }

  public boolean takesABody() {
    return !body.isMissingNode();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  private static ApiOperation of(String path, JsonNode pathItem, String method) {
    JsonNode definition = pathItem.path(method);
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode list : List.of(pathItem.path("parameters"), definition.path("parameters"))) {
      for (JsonNode one : list) {
        JsonNode parameter = resolved(one);
        if (!parameter.path("in").asText().equals("header")) {
          parameters.add(parameter(parameter));
        }
      }
    }
    return new ApiOperation(
        method.toUpperCase(Locale.ROOT),
        path,
        parameters,
        resolved(definition.path("requestBody")).path("content").path("application/json"),
        definition);
  }

  private static Parameter parameter(JsonNode definition) {
    return new Parameter(
        definition.path("name").asText(),
        definition.path("in").asText().equals("path"),
        definition.path("required").asBoolean(),
        definition);
  }

  private static JsonNode parsed() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(ApiDocument.TEXT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
