package io.flowforge.execution;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines that an older system has accepted and that this one would refuse. */
class OlderPipelineTest extends CoreTest {

  private static final String FIELDS =
      """
      [{"name": "who", "type": "input", "required": true},
       {"name": "tags", "type": "CHECKBOX", "is_required": true, "values": ["a"]},
       {"name": "why", "type": "TEXT", "is_required": false}]
      """;

  /** Each has a placeholder at another place; the field 'why' is empty but optional. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'method': 'DELETE', 'url': 'URL/users/${id}'}",
        "{'method': 'GET', 'url': 'URL/users?id=${id}'}",
        "{'method': 'GET', 'url': 'URL', 'headers': {'X-Id': 'a ${id}'}}",
        "{'method': 'GET', 'url': 'URL', 'headers': {'X-${id}': 'a'}}",
        "{'method': 'POST', 'url': 'URL', 'data': {'id': '${id}'}}",
        "{'method': 'POST', 'url': 'URL', 'data': {'${id}': 1}}",
        "{'method': 'POST', 'url': 'URL', 'data': {'deep': [{'id': 'x ${id}'}]}}",
        "{'method': 'POST', 'url': 'URL', 'data': 'id=${id}&why=${why}'}",
        "{'method': '${id}', 'url': 'URL'}",
        "{'method': 'GET', 'url': '${id}'}",
        "{'method': 'GET', 'url': 'http://${id}/x'}"
      })
  void aPlaceholderThatNamesNothingFailsTheStep(String parameters) {
    assertThat(failure(parameters, "{'who': 'Mike', 'tags': ['a']}"))
        .endsWith(
            "[ERROR] The step was not executed: the placeholder '${id}' names no field of the"
                + " form");
  }

  /** A value without a field is used, but nothing is none. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "[]"})
  void neitherMayItBeNothing(String value) {
    assertThat(
            failure(
                "{'method': 'DELETE', 'url': 'URL/users/${id}'}",
                "{'who': 'Mike', 'tags': ['a'], 'id': %s}".formatted(value)))
        .endsWith("the placeholder '${id}' names no field of the form");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{'who': null}",
        "{'who': ''}",
        "{'who': [], 'tags': []}",
        "{'Who': 'Mike', 'tags': null}"
      })
  void aRequiredValueThatIsMissingFailsTheStep(String formData) {
    assertThat(
            failure(
                "{'method': 'DELETE', 'url': 'URL/users/${who}', 'data': {'tags': '${tags}'}}",
                formData))
        .endsWith(
            "[ERROR] The step was not executed: the required field 'who' has no value; the required"
                + " field 'tags' has no value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'method': '${who}', 'url': 'URL'} | GET | parameter 'method' must be one of",
        "{'method': 'GET', 'url': '${who}'} | URL | parameter 'url' must begin with",
        "{'method': 'GET', 'url': 'http://${who}/x'} | HOST | parameter 'url' must begin with",
        "{'method': 'GET', 'url': 'http://${who}:80/x'} | HOST | parameter 'url' must begin with",
        "{'method': 'GET', 'url': 'http://${who}.example/x'} | a | parameter 'url' must begin with",
        "{'method': 'GET', 'url': '${who}://HOST/x'} | http | parameter 'url' must begin with",
        "{'method': 'GET', 'url': 'http://${who}@HOST/x'} | me | parameter 'url' must begin with",
        "{'method': 'GET', 'url': '//HOST/${who}'} | x | parameter 'url' must begin with",
        "{'url': 'URL/${who}'} | x | missing required parameter: 'method'",
        "{'method': 'GET'} | x | missing required parameter: 'url'"
      })
  void aPlaceholderThatWouldChooseTheTargetFailsTheStep(
      String parameters, String value, String sentence) {
    assertThat(failure(parameters, "{'who': '%s', 'tags': ['a']}".formatted(value)))
        .contains("[ERROR] The call could not be made: " + sentence);
  }

  @Test
  void anOptionalFieldMayBeEmptyAndAValueWithoutFieldIsUsed() {
    String id =
        started(
            "{'method': 'POST', 'url': 'URL/${who}/${id}', 'data': {'why': '${why}', 'n':"
                + " {'$numberDouble': '3.0'}}}",
            "{'who': {'$numberDouble': '42.0'}, 'id': {'$numberDouble': '1.5'}}");
    await(id, RequestStatus.COMPLETED);

    assertThat(target.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.uri()).isEqualTo("/call/42/1.5");
              assertThat(call.body()).isEqualTo("{\"why\":null,\"n\":3}");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT, INPUT",
    "INPUT, INPUT",
    "input, INPUT",
    "DROPDOWN, SELECT",
    "OPTION, SELECT",
    "SELECT, SELECT",
    "CHECKBOX, CHECKBOXES",
    "checkboxes, CHECKBOXES"
  })
  void fieldsOfOlderReleasesAreReadAndNotWritten(String stored, FieldType type) {
    String id =
        pipeline(
            "{}",
            "[{'name': 'f', 'type': '%s', 'is_required': true, 'values': ['a', 'b']}]"
                .formatted(stored));
    Document before = OlderSystem.stored(stores, "pipelines", id);

    Pipeline pipeline = flowforge.pipelineReading().get(MEMBER, id).pipeline();

    assertThat(pipeline.form().fields())
        .containsExactly(new FormField("f", "f", "", type, true, "", 0, List.of("a", "b"), null));
    assertThat(OlderSystem.stored(stores, "pipelines", id)).isEqualTo(before);
  }

  private String failure(String parameters, String formData) {
    String id = started(parameters, formData);
    await(id, RequestStatus.FAILED);
    assertThat(target.calls()).isEmpty();
    return flowforge.requests().reading().log(MEMBER, id, "s1", 0).lines().getLast();
  }

  private String started(String parameters, String formData) {
    var older = new OlderSystem();
    String id =
        older.request(
            world.orgId(),
            pipeline(parameters, FIELDS),
            "Not Started",
            formData.equals("null") ? null : Document.parse(filled(formData)));
    older.write(stores, flowforge.database());
    flowforge.requests().decisions().start(MEMBER, id);
    return id;
  }

  private String pipeline(String parameters, String fields) {
    var id = new ObjectId();
    OlderSystem.inMongo(
        stores,
        "pipelines",
        List.of(
            Document.parse(
                    """
                    {"org_id": %d, "pipeline_name": "old", "first_step_name": "s1",
                     "steps": [{"step_name": "s1", "step_type": "API", "is_terminal_step": true,
                                "parameters": %s}],
                     "form": {"fields": %s}}
                    """
                        .formatted(world.orgId(), filled(parameters), filled(fields)))
                .append("_id", id)));
    return id.toHexString();
  }

  private String filled(String json) {
    String url = target.url();
    return json.replace('\'', '"')
        .replace("URL", url)
        .replace("HOST", url.substring("http://".length(), url.lastIndexOf('/')));
  }

  private void await(String id, RequestStatus status) {
    Eventually.eventually(
        () -> flowforge.requests().reading().get(MEMBER, id).request().status(),
        seen -> seen == status);
  }
}
