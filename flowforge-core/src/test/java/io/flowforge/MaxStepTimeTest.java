package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's maximum for the time of a step. */
class MaxStepTimeTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge before = open(Optional.empty());
  private final Flowforge limited = open(Optional.of(new MaxStepTime(Duration.ofSeconds(1))));

  @AfterEach
  void close() {
    limited.close();
    before.close();
    target.close();
    stores.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'timeout_seconds': 1.1 | timeout_seconds",
        "'timeout_seconds': 86400 | timeout_seconds",
        "'retry': {'max_attempts': 2, 'max_elapsed_seconds': 2} | retry.max_elapsed_seconds"
      })
  void aNewPipelineMayNotAskForMore(String policy, String field) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> pipeline(limited, policy))
        .withMessage(
            "step 's1': '%s' must be at most 1, which is the operator's maximum for a step (MAX_STEP_SECONDS)",
            field);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () ->
                pipeline(
                    limited,
                    "'timeout_seconds': 5, 'retry': {'max_attempts': 2, 'max_elapsed_seconds': 9}"))
        .satisfies(
            refused ->
                assertThat(refused.details())
                    .anyMatch(detail -> detail.contains("timeout_seconds"))
                    .anyMatch(detail -> detail.contains("retry.max_elapsed_seconds"))
                    .allMatch(detail -> detail.contains("steps[0]") || detail.contains("'s1'")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'timeout_seconds': 1",
        "'retry': {'max_attempts': 100}",
        "'retry': {'max_attempts': 2, 'max_elapsed_seconds': 1}"
      })
  void whatAsksForNoMoreIsAccepted(String policy) {
    assertThat(pipeline(limited, policy)).isNotNull();
  }

  @Test
  void aTimeoutOfAnOlderPipelineIsCutAndTheLogSaysSo() {
    Runnable release = target.hold();
    ServiceRequest request = start("'timeout_seconds': 600");

    World.await(limited, request, RequestStatus.FAILED);
    release.run();

    assertThat(log(limited, request))
        .anyMatch(
            line ->
                line.endsWith(
                    "This attempt may take 1 s: all attempts together may take 1 s here (MAX_STEP_SECONDS)"))
        .anyMatch(
            line ->
                line.contains("did not end within 1 s") || line.contains("the response timed out"));
  }

  @Test
  void theDefaultTimeoutIsCut() {
    Runnable release = target.hold();
    ServiceRequest request = start("'success_codes': [200]");
    World.await(limited, request, RequestStatus.FAILED);
    release.run();
  }

  /** The third delay would be 15 s at least. */
  @Test
  void attemptsEndWithTheirTimeTogether() {
    target.answerWith(503);
    try (Flowforge server = open(Optional.of(new MaxStepTime(Duration.ofSeconds(15))))) {
      ServiceRequest request =
          start(
              server,
              """
              'retry': {'max_attempts': 100, 'initial_delay_seconds': 0.3, 'multiplier': 10,
                        'max_elapsed_seconds': 600}\
              """);

      World.await(server, request, RequestStatus.FAILED);

      assertThat(target.calls()).hasSize(3);
      assertThat(log(server, request).getLast())
          .endsWith(
              "; all attempts together may take 15 s here (MAX_STEP_SECONDS) (attempt 3, the last)");
    }
  }

  private ServiceRequest start(String policy) {
    return start(limited, policy);
  }

  /** Starts a request on a server; its pipeline was made when there was no maximum. */
  private ServiceRequest start(Flowforge server, String policy) {
    var world = new World(before);
    ServiceRequest request = world.request(pipeline(world, policy), "{\"who\": \"Mike\"}");
    server.requests().decisions().start(MEMBER, request.id());
    server.startWorkers();
    return request;
  }

  private static List<String> log(Flowforge server, ServiceRequest request) {
    return server.requests().reading().log(MEMBER, request.id(), "s1", 0).lines();
  }

  private Pipeline pipeline(Flowforge flowforge, String policy) {
    return pipeline(new World(flowforge), policy);
  }

  private Pipeline pipeline(World world, String policy) {
    return world.pipeline(
        Pipelines.chain(List.of(Pipelines.api(target.url()) + ", " + policy.replace('\'', '"'))));
  }

  private Flowforge open(Optional<MaxStepTime> max) {
    return Flowforge.open(
        stores.settings(stores.settings().execution().withMaxStepTime(max)),
        InstantSource.system());
  }
}
