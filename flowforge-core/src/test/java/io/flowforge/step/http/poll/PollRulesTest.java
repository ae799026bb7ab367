package io.flowforge.step.http.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.testing.JsonText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code poll}: what is refused when a pipeline is created. */
class PollRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'poll': null}",
        "{'poll': {'until': 'true', 'every_seconds': 0.5, 'max_seconds': 0.5}}",
        "{'poll': {'until': 'true', 'every_seconds': 3600, 'max_seconds': 3600}}",
        "{'poll': {'until': 'true', 'fail_when': null, 'every_seconds': 1e1, 'max_seconds': 31622400}}",
        "{'poll': {'until': 'response.status == 200', 'fail_when': 'response.body.a.b > 1', 'every_seconds': 1, 'max_seconds': 1.5}}",
      })
  void whatCanWorkIsAccepted(String parameters) {
    assertThat(PollRules.problemsOf(JsonText.object(parameters))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1                       | parameters.poll: must be an object
          []                      | parameters.poll: must be an object
          {'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: is missing
          {'until': null, 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: is missing
          {'until': 1, 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: must be a string
          {'until': ' ', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: must be a string
          {'until': '1', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: character 1:
          {'until': 'response.stat == 1', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: character 10:
          {'until': 'form.x == 1', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: character 1:
          {'until': 'secret.x == 1', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.until: character 1:
          {'until': 'true', 'fail_when': 'response.body == (', 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.fail_when: character
          {'until': 'true', 'fail_when': {}, 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.fail_when: must be a string
          {'until': 'true', 'max_seconds': 2} | parameters.poll.every_seconds: is missing; write a number of seconds from 0.5 to 3600
          {'until': 'true', 'every_seconds': '1', 'max_seconds': 2} | parameters.poll.every_seconds: must be a number
          {'until': 'true', 'every_seconds': 0.49, 'max_seconds': 2} | parameters.poll.every_seconds: is out of range
          {'until': 'true', 'every_seconds': -1, 'max_seconds': 2} | parameters.poll.every_seconds: is out of range
          {'until': 'true', 'every_seconds': 3600.1, 'max_seconds': 9999} | parameters.poll.every_seconds: is out of range
          {'until': 'true', 'every_seconds': 1e999999, 'max_seconds': 2} | parameters.poll.every_seconds: is out of range
          {'until': 'true', 'every_seconds': 1} | parameters.poll.max_seconds: is missing
          {'until': 'true', 'every_seconds': 1, 'max_seconds': 1e99} | parameters.poll.max_seconds: is out of range
          {'until': 'true', 'every_seconds': 10, 'max_seconds': 9.9} | parameters.poll.max_seconds: is less than every_seconds
          {'until': 'true', 'evry_seconds': 1, 'every_seconds': 1, 'max_seconds': 2} | parameters.poll.evry_seconds: is unknown; write 'every_seconds'
          {'until': "response.body.id == '${who}'", 'every_seconds': 1, 'max_seconds': 2} | parameters.poll: ${who} is not filled in here
          """)
  void whatCannotWorkIsRefused(String poll, String problem) {
    ObjectNode parameters = JsonText.object("{'poll': %s}".formatted(poll));

    assertThat(PollRules.problemsOf(parameters)).singleElement().asString().startsWith(problem);
  }

  @Test
  void allProblemsAreFoundAtOnce() {
    assertThat(
            PollRules.problemsOf(
                JsonText.object(
                    """
                    {'poll': {'until': 'response.x == 1 && response.y == 2', 'fail_when': '(', 'every': 1,
                              'max_seconds': 0}}
                    """)))
        .extracting(problem -> List.of(problem.split(":")).getFirst())
        .containsExactly(
            "parameters.poll.every",
            "parameters.poll.until",
            "parameters.poll.until",
            "parameters.poll.fail_when",
            "parameters.poll.every_seconds",
            "parameters.poll.max_seconds");
  }

  @Test
  void theOperatorBoundsTheWait() {
    ObjectNode parameters =
        JsonText.object("{'poll': {'until': 'true', 'every_seconds': 1, 'max_seconds': 60.5}}");

    assertThat(PollRules.problemsHere(parameters, Duration.ofSeconds(61))).isEmpty();
    assertThat(PollRules.problemsHere(parameters, Duration.ofSeconds(60)))
        .containsExactly(
            "parameters.poll.max_seconds: a step may wait for at most 60 s here, which is the operator's"
                + " maximum (MAX_WAIT_SECONDS)");
    assertThat(PollRules.problemsHere(JsonText.object("{}"), Duration.ZERO)).isEmpty();
  }
}
