package io.flowforge.execution;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.PreviewedCall;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types of form values: in the conditions of steps, and in the calls that these make. */
class TypedFlowTest extends CoreTest {

  private static final String FIELDS =
      """
      {'name': 'text', 'title': 'T', 'type': 'input'},
      {'name': 'my field', 'title': 'T', 'type': 'input'},
      {'name': 'days', 'title': 'T', 'type': 'input', 'format': 'number'},
      {'name': 'flag', 'title': 'T', 'type': 'input', 'format': 'boolean'},
      {'name': 'on', 'title': 'T', 'type': 'input', 'format': 'date'},
      {'name': 'env', 'title': 'T', 'type': 'select', 'options': ['prod', 'test']},
      {'name': 'tags', 'title': 'T', 'type': 'checkboxes', 'options': ['a', 'b c']}""";

  /** Submitted as the front end sends values, or with the types of JSON. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'days': '5'}        | form.days > 3                                   | true
          {'days': 5}          | form.days > 3                                   | true
          {'days': ' 5 '}      | form.days == 5 && form.days != 6                | true
          {'days': '5.50'}     | form.days > 5 && form.days == 5.5               | true
          {'days': '1e1'}      | form.days + 1 == 11                             | true
          {'days': '10'}       | form.days > 9                                   | true
          {'days': '0'}        | has(form.days) && form.days == 0                | true
          {'days': '2.5'}      | double(form.days) * 2.0 == 5.0                  | true
          {'days': '2.5'}      | form.days + 1 > 3                               | error
          {'days': '3'}        | string(form.days) == '3' && int(form.days) == 3 | true
          {'days': '3'}        | form.days in [1, 2, 3]                          | true
          {'days': '99999999999999999999'} | form.days > 9223372036854775807     | true
          {'days': ''}         | !has(form.days) && form.days == null            | true
          {'days': ''}         | form.days > 3                                   | error
          {'days': null}       | has(form.days)                                  | false
          {}                   | has(form.days) && form.days > 3                 | false
          {}                   | form.days == null                               | true
          {}                   | form.days > 3                                   | error
          {'flag': 'true'}     | form.flag                                       | true
          {'flag': true}       | form.flag == true && has(form.flag)             | true
          {'flag': 'false'}    | form.flag                                       | false
          {'flag': 'false'}    | has(form.flag)                                  | true
          {'flag': ''}         | has(form.flag) && form.flag                     | false
          {}                   | form.flag != true                               | true
          {}                   | form.flag                                       | error
          {'on': '2026-01-31'} | form.on < '2026-02-01' && timestamp(form.on + 'T00:00:00Z').getFullYear() == 2026 | true
          {'on': ''}           | has(form.on) ? true : form.on != ''             | false
          {'text': '5'}        | int(form.text) > 3 && form.text == '5'          | true
          {'text': ''}         | form.text == '' && !has(form.text)              | true
          {}                   | form.text == '' && !has(form.text) && size(form.text) == 0 | true
          {'text': null}       | form.text == ''                                 | true
          {'text': 'x'}        | has(form.text) && form.text.startsWith('x')     | true
          {'my field': ''}     | "my field" in form                              | false
          {}                   | "my field" in form                              | false
          {}                   | form["my field"] == ''                          | true
          {'my field': 'x'}    | "my field" in form && form["my field"] == 'x'   | true
          {'env': 'prod'}      | form.env in ['prod', 'stage']                   | true
          {}                   | form.env == '' && !has(form.env)                | true
          {'tags': ['b c']}    | 'b c' in form.tags && size(form.tags) == 1      | true
          {'tags': ['a']}      | form.tags.exists(t, t == 'b c')                 | false
          {'tags': []}         | has(form.tags) ? true : size(form.tags) > 0     | false
          {}                   | form.tags == [] && !('a' in form.tags)          | true
          {}                   | request.org_id > 0 && request.user_id != ''     | true
          """)
  void conditionsSeeTypedValues(String formData, String condition, String result) {
    Pipeline pipeline = pipeline(condition, "{'x': 1}");

    ServiceRequest request = submit(pipeline, formData);

    RequestDetails details =
        world.await(
            request, result.equals("error") ? RequestStatus.FAILED : RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(result.equals("true") ? 1 : 0);
    assertThat(details.steps())
        .extracting(StepState::isSkipped)
        .containsExactly(result.equals("false"));
    if (result.equals("error")) {
      assertThat(flowforge.requests().reading().log(ADMIN, request.id(), "s1", 0).lines())
          .last()
          .asString()
          .contains("its condition failed: column ");
    }
  }

  /** Values in JSON data, and what a preview shows of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'days': '5'}         | '${days}'               | 5
          {'days': '1.10'}      | '${days}'               | 1.10
          {'days': '0.0000001'} | '${days}'               | 1E-7
          {'days': '0.0000001'} | '<${days}>'             | "<0.0000001>"
          {'days': '1e3'}       | '${days} days'          | "1000 days"
          {'days': '18446744073709551616'} | '${days}'    | 18446744073709551616
          {'days': ''}          | '${days}'               | null
          {}                    | '${days}'               | null
          {}                    | '<${days}>'             | "<>"
          {}                    | "${days ?? '7'}"        | 7
          {'days': ''}          | "${days ?? '0.50'}"     | 0.50
          {'days': '0'}         | "${days ?? '7'}"        | 0
          {}                    | "${days ?? 'none'}"     | "none"
          {}                    | "${days ?? ''}"         | ""
          {}                    | "<${days ?? '7'}>"      | "<7>"
          {'flag': 'false'}     | '${flag}'               | false
          {'flag': 'false'}     | "${flag ?? 'true'}"     | false
          {}                    | "${flag ?? 'true'}"     | true
          {}                    | '${flag}'               | null
          {'flag': true}        | 'is ${flag}'            | "is true"
          {'text': '5'}         | '${text}'               | "5"
          {}                    | "${text ?? '5'}"        | "5"
          {'text': ''}          | "${text ?? 'true'}"     | "true"
          {'on': '2026-01-31'}  | '${on}'                 | "2026-01-31"
          {'tags': ['a']}       | '${tags}'               | ["a"]
          {'tags': ['a', 'b c']}| '${tags}!'              | "a,b c!"
          {'tags': []}          | "${tags ?? 'none'}"     | "none"
          {}                    | "${'${'}days}"          | "${days}"
          """)
  void jsonKeepsTheTypesOfValuesAndDefaults(String formData, String template, String value) {
    Pipeline pipeline = pipeline("", "{'x': %s}".formatted(template));

    world.await(submit(pipeline, formData), RequestStatus.COMPLETED);

    assertThat(target.calls())
        .extracting(Target.Call::body)
        .containsExactly("{\"x\":%s}".formatted(value));
    var preview =
        flowforge
            .authoringHelp()
            .preview()
            .ofPipeline(MEMBER, pipeline.id(), data(formData))
            .steps()
            .getFirst();
    assertThat(preview.call())
        .isNotNull()
        .extracting(PreviewedCall::body)
        .isEqualTo("{\"x\":%s}".formatted(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'tags': ['a', 'b c'], 'days': '1.50', 'flag': 'false'} | ?t=a&t=b%20c&d=1.50&f=false
          {'days': '1e2'}                          | ?d=100&f=
          {'tags': [], 'days': '', 'flag': ''}     | ?f=
          {'days': null}                           | ?f=
          """)
  void parametersRepeatTypedValues(String formData, String query) {
    Pipeline pipeline = pipeline("", "{'x': 1}", "/q?t=${tags[*]}&d=${days[*]}&f=${flag}");

    world.await(submit(pipeline, formData), RequestStatus.COMPLETED);

    assertThat(target.calls()).extracting(Target.Call::uri).containsExactly("/q" + query);
  }

  /** What the kinds of the fields and outputs show to be wrong is refused at creation. */
  @Test
  void kindsThatNeverFitAreRefused() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> pipeline("form.days == '3' || form.flag == 'true' || form.env > 2", "{}"))
        .satisfies(
            e ->
                assertThat(e.details())
                    .containsExactly(
                        "steps[0].when: character 11: '==' does not work with a number and text; convert the text with int() or double()",
                        "steps[0].when: character 31: '==' does not work with true or false and text; compare the text with 'true' or 'false'",
                        "steps[0].when: character 53: '>' does not work with text and a whole number; convert the text with int() or double()"));
  }

  private Pipeline pipeline(String condition, String data) {
    return pipeline(condition, data, "");
  }

  /** The JSON may be written with single quotes. */
  private Pipeline pipeline(String condition, String data, String path) {
    ObjectNode pipeline =
        JsonText.object(
            """
            {'org_id': %d, 'pipeline_name': 'p', 'first_step_name': 's1', 'form': {'fields': [%s]},
             'steps': [{'step_name': 's1', 'prev_step_name': '', 'next_step_name': '', 'is_terminal_step': true,
               'step_type': 'API', 'parameters': {'method': 'POST', 'url': '%s', 'data': %s}}]}"""
                .formatted(world.orgId(), FIELDS, target.url(path), data));
    if (!condition.isEmpty()) {
      ((ObjectNode) pipeline.at("/steps/0")).put("when", condition);
    }
    return world.pipeline(pipeline.toString());
  }

  private ServiceRequest submit(Pipeline pipeline, String formData) {
    ServiceRequest request = world.request(pipeline, data(formData).toString());
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private static ObjectNode data(String json) {
    return JsonText.object(json);
  }
}
