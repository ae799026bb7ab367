package io.flowforge.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseConditionTest {

  private static final ResponseInput RESPONSE =
      new ResponseInput(
          200,
          ConditionSamples.object("{\"content-type\": \"application/json\", \"etag\": \"x\"}"),
          ConditionSamples.object("{\"state\": \"done\", \"jobs\": [{\"ok\": true}]}"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "response.status == 200",
        "response.body.state == 'done' && response.body.jobs.all(job, job.ok)",
        "response.headers.etag == 'x' && response.headers['content-type'].contains('json')",
        "!has(response.headers.location)",
        "!has(response.body.error)",
        "'etag' in response.headers",
        "response.body != null",
        "has(response.body)",
      })
  void holds(String condition) throws Exception {
    assertThat(Conditions.problemsOfResponseCondition(condition)).isEmpty();
    assertThat(Conditions.evaluate(condition, RESPONSE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          response.satus == 200 ¦ 10 ¦ a response has no 'satus': write 'status'
          status == 200 ¦ 1 ¦ there is no 'status' here: write 'response.status'
          form.env == 'x' ¦ 1 ¦ there is no 'form' here: a condition on a response reads response.status, response.headers and response.body
          response.headers.Location == 'x' ¦ 18 ¦ names of headers are in lower case here: write 'location'
          response.headers["Content-Type"] == 'x' ¦ 18 ¦ names of headers are in lower case here: write 'content-type'
          """)
  void otherNamesAreRefusedAtCreation(String condition, int column, String sentence) {
    assertThat(Conditions.problemsOfResponseCondition(condition))
        .containsExactly(new ConditionProblem(column, sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          response.body.state == 'done' ¦ column 15: 'response.body' is null, and has no '.state'
          response.body == 200 && response.status ¦ false
          response.headers.location == 'x' ¦ column 18: 'response.headers.location' has no value: ask for it with 'has(response.headers.location)' first
          """)
  void aBodyThatIsNoJsonIsNull(String condition, String result) throws Exception {
    var input =
        new ResponseInput(502, ConditionSamples.object("{}"), JsonNodeFactory.instance.nullNode());
    if (result.equals("false")) {
      assertThat(Conditions.evaluate(condition, input)).isFalse();
    } else {
      assertThatThrownBy(() -> Conditions.evaluate(condition, input))
          .isInstanceOf(ConditionException.class)
          .hasMessage(result);
    }
  }
}
