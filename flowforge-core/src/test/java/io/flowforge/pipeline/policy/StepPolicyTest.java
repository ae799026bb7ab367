package io.flowforge.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.testing.JsonText;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepPolicyTest {

  private final StepPolicyReader reader = new StepPolicyReader();

  @Test
  void aStepThatSaysNothingIsExecutedAsUsual() {
    StepPolicy policy = read("{}");

    assertThat(policy).isEqualTo(StepPolicy.DEFAULT);
    assertThat(policy.toJson()).isEmpty();
    assertThat(policy.isSuccess(200)).isTrue();
    assertThat(policy.isSuccess(299)).isTrue();
    assertThat(policy.isSuccess(302)).isFalse();
  }

  @Test
  void whatIsWrittenIsWhatWasRead() {
    String json =
        """
        {'timeout_seconds': 2.5,
         'retry': {'max_attempts': 4, 'initial_delay_seconds': 0.2, 'multiplier': 3,
                   'max_delay_seconds': 30, 'max_elapsed_seconds': 600,
                   'retry_on': ['4xx', 503, 'connection']},
         'success_codes': [200, 404]}
        """;

    StepPolicy policy = read(json);

    assertThat(reader.problems()).isEmpty();
    assertThat(policy.toJson()).isEqualTo(JsonText.object(json));
    assertThat(policy.isSuccess(404)).isTrue();
    assertThat(policy.isSuccess(204)).isFalse();
  }

  @Test
  void whatARetryDoesNotSayHasDefaults() {
    assertThat(read("{'retry': {'max_attempts': 3}}").toJson().path("retry"))
        .isEqualTo(
            JsonText.object(
                """
                {'max_attempts': 3, 'initial_delay_seconds': 1, 'multiplier': 2,
                 'max_delay_seconds': 60, 'retry_on': [408, 429, '5xx', 'connection', 'timeout']}
                """));
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void aShortLongestWaitShortensTheFirstOne() {
    RetryPolicy retry = retry("'max_delay_seconds': 0.5");

    assertThat(retry.initialDelay()).isEqualTo(millis(500));
    assertThat(retry.maxDelay()).isEqualTo(millis(500));
    assertThat(retry("'max_delay_seconds': 1.5").initialDelay()).isEqualTo(millis(1_000));
    assertThat(retry("'initial_delay_seconds': 1e2").maxDelay()).isEqualTo(millis(100_000));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsRefused(double value) {
    ObjectNode retry = JsonText.object("{'max_attempts': 2}").put("multiplier", value);

    reader.read(DoubleNode.valueOf(value), retry.put("max_elapsed_seconds", value), null);

    assertThat(reader.problems()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'timeout_seconds': 0}                                  | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'timeout_seconds': '5'}                                | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'timeout_seconds': 86401}                              | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'retry': 3}                                            | 'retry' must be an object with max_attempts
          {'retry': {}}                                           | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt
          {'retry': {'max_attempts': 0}}                          | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt
          {'retry': {'max_attempts': 2.5}}                        | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt
          {'retry': {'max_attempts': 99999999999}}                | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt
          {'retry': {'max_attempts': 2, 'initial_delay_seconds': -1}} | 'retry.initial_delay_seconds' must be a number of seconds from 0.1 to 3600
          {'retry': {'max_attempts': 2, 'multiplier': 0.5}}       | 'retry.multiplier' must be a number from 1 to 10
          {'timeout_seconds': 1e400}                              | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'timeout_seconds': -1e400}                             | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'timeout_seconds': 1e-400}                             | 'timeout_seconds' must be a number of seconds from 0.1 to 86400
          {'retry': {'max_attempts': 1e1}}                        | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt
          {'retry': {'max_attempts': 2, 'multiplier': 1e400}}     | 'retry.multiplier' must be a number from 1 to 10
          {'retry': {'max_attempts': 2, 'max_delay_seconds': 1e99}} | 'retry.max_delay_seconds' must be a number of seconds from 0.1 to 86400
          {'retry': {'max_attempts': 2, 'max_delay_seconds': 0.05}} | 'retry.max_delay_seconds' must be a number of seconds from 0.1 to 86400
          {'retry': {'max_attempts': 2, 'initial_delay_seconds': 1, 'max_delay_seconds': 0.5}} | 'retry.max_delay_seconds' must not be less than initial_delay_seconds
          {'retry': {'max_attempts': 2, 'max_elapsed_seconds': 0}} | 'retry.max_elapsed_seconds' must be a number of seconds from 0.1 to 604800
          {'retry': {'max_attempts': 2, 'retry_on': []}}          | 'retry.retry_on' must be an array of "connection", "timeout", status codes such as 503, or classes such as "5xx"
          {'retry': {'max_attempts': 2, 'retry_on': ['error']}}   | 'retry.retry_on' must be an array of "connection", "timeout", status codes such as 503, or classes such as "5xx"
          {'retry': {'max_attempts': 2, 'retry_on': [600]}}       | 'retry.retry_on' must be an array of "connection", "timeout", status codes such as 503, or classes such as "5xx"
          {'retry': {'max_attempts': 2, 'attempts': 3}}           | 'retry.attempts' is unknown; the known fields are initial_delay_seconds, max_attempts, max_delay_seconds, max_elapsed_seconds, multiplier, retry_on; write 'max_attempts'
          {'success_codes': 200}                                  | 'success_codes' must be an array of status codes such as 404, or classes such as "2xx"
          {'success_codes': []}                                   | 'success_codes' must be an array of status codes such as 404, or classes such as "2xx"
          {'success_codes': ['ok']}                               | 'success_codes' must be an array of status codes such as 404, or classes such as "2xx"
          """)
  void whatIsWrongIsNamedWithItsCure(String json, String problem) {
    read(json);

    assertThat(reader.problems()).containsExactly(problem);
  }

  @Test
  void eachWaitIsLongerThanTheOneBeforeUpToTheLongest() {
    RetryPolicy retry =
        retry("'initial_delay_seconds': 1, 'multiplier': 3, 'max_delay_seconds': 20");
    var random = new SplittableRandom(1);

    for (int i = 0; i < 1000; i++) {
      assertThat(retry.delayAfter(1, random)).isBetween(millis(500), millis(1_000));
      assertThat(retry.delayAfter(2, random)).isBetween(millis(1_500), millis(3_000));
      assertThat(retry.delayAfter(3, random)).isBetween(millis(4_500), millis(9_000));
      assertThat(retry.delayAfter(99, random)).isBetween(millis(10_000), millis(20_000));
    }
    assertThat(random.ints(20).mapToObj(_ -> retry.delayAfter(1, random)).distinct().count())
        .isGreaterThan(10);
  }

  @Test
  void aRetryCoversWhatItNames() {
    RetryPolicy retry = retry("'retry_on': ['timeout', 409, '5xx']");

    assertThat(retry.covers(FailureKind.TIMEOUT)).isTrue();
    assertThat(retry.covers(FailureKind.CONNECTION)).isFalse();
    assertThat(retry.covers(FailureKind.status(409))).isTrue();
    assertThat(retry.covers(FailureKind.status(404))).isFalse();
    assertThat(retry.covers(FailureKind.status(599))).isTrue();
  }

  private RetryPolicy retry(String fields) {
    RetryPolicy retry = read("{'retry': {'max_attempts': 5, %s}}".formatted(fields)).retry();
    assertThat(reader.problems()).isEmpty();
    assertThat(retry).isNotNull();
    return retry;
  }

  private StepPolicy read(String json) {
    ObjectNode step = JsonText.object(json);
    return reader.read(step.get("timeout_seconds"), step.get("retry"), step.get("success_codes"));
  }

  private static Duration millis(long count) {
    return Duration.ofMillis(count);
  }
}
