package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.server.testing.ApiDocument;
import io.flowforge.server.testing.ApiOperation;
import io.flowforge.server.testing.ApiOperation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples, errors and security requirements in openapi.yaml are complete. */
class DocumentTest {

  private static final String EVENTS = "text/event-stream";

  private static final Set<String> WITHOUT_TOKEN =
      Set.of("GET /healthcheck", "GET /.well-known/flowforge", "POST /callback/{token}");

  @TestFactory
  Stream<DynamicTest> everyAnswerHasAnExampleThatFitsItsSchema() {
    return ApiOperation.all().stream()
        .flatMap(
            operation ->
                operation.definition().path("responses").properties().stream()
                    .map(
                        response ->
                            DynamicTest.dynamicTest(
                                operation + " " + response.getKey(),
                                () ->
                                    requireExample(
                                        operation, response.getKey(), response.getValue()))));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyRequestHasExamplesThatFitItsSchemas(ApiOperation operation) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      JsonNode example = parameter.definition().path("example");
      assertThat(example.isMissingNode()).as(parameter.name()).isFalse();
      if (parameter.isInPath()) {
        path = path.replace("{" + parameter.name() + "}", example.asText());
      } else {
        query.add(parameter.name() + "=" + example.asText());
      }
    }
    String body = operation.takesABody() ? operation.body().path("example").toString() : "";
    assertThat(body.isEmpty()).as("an example of the body").isNotEqualTo(operation.takesABody());

    ApiDocument.requireTaken(operation.method(), "/api" + path, query, body);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationHasTheErrorsThatCanMeetIt(ApiOperation operation) {
    assertThat(statuses(operation)).contains("400", "414", "431", "500", "503");
    if (operation.takesABody()) {
      assertThat(statuses(operation)).contains("413", "415");
    }
    if (!WITHOUT_TOKEN.contains(operation.toString())) {
      assertThat(statuses(operation)).contains("401");
    }
    boolean namesAThing = operation.parameters().stream().anyMatch(Parameter::isInPath);
    if (namesAThing) {
      assertThat(statuses(operation)).contains("404");
    }
    // A submission that is sent again with its key makes nothing new.
    int successes = operation.toString().equals("POST /service_request") ? 2 : 1;
    assertThat(statuses(operation)).filteredOn(status -> status.startsWith("2")).hasSize(successes);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void allButTheFewOperationsBeforeSigningInTakeAToken(ApiOperation operation) {
    JsonNode own = operation.definition().path("security");
    if (WITHOUT_TOKEN.contains(operation.toString())) {
      assertThat(own.toString()).isEqualTo("[]");
    } else {
      assertThat(own.isMissingNode()).as("as the document says at its top").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationSaysWhatItIs(ApiOperation operation) {
    assertThat(operation.definition().path("operationId").asText()).isNotEmpty();
    assertThat(operation.definition().path("summary").asText()).endsWith(".");
    assertThat(operation.definition().path("tags")).hasSize(1);
  }

  static List<ApiOperation> operations() {
    return ApiOperation.all();
  }

  private static void requireExample(ApiOperation operation, String status, JsonNode response) {
    JsonNode content = ApiOperation.resolved(response).path("content");
    String type = content.has(EVENTS) ? EVENTS : "application/json";
    JsonNode mediaType = content.path(type);
    JsonNode example = example(mediaType);
    assertThat(example.isMissingNode()).as("no example").isFalse();
    if (!status.startsWith("2")) {
      assertThat(example.path("code").asText()).isEqualTo(status);
    }
    ApiDocument.requireDescribed(
        operation.method(),
        "/api" + operation.path(),
        Integer.parseInt(status),
        type,
        type.equals(EVENTS) ? example.asText() : example.toString());
  }

  /** Its own, or that of its schema, or a list of the example of its elements. */
  private static JsonNode example(JsonNode described) {
    if (described.has("example")) {
      return described.get("example");
    }
    JsonNode schema = ApiOperation.resolved(described.path("schema"));
    if (schema.has("example")) {
      return schema.get("example");
    }
    JsonNode element = ApiOperation.resolved(schema.path("items")).path("example");
    return element.isMissingNode() ? element : JsonNodeFactory.instance.arrayNode().add(element);
  }

  private static List<String> statuses(ApiOperation operation) {
    List<String> statuses = new ArrayList<>();
    operation.definition().path("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }
}
