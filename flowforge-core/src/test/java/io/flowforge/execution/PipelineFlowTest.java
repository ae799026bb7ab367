package io.flowforge.execution;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions of steps: which are executed, and which are skipped. */
class PipelineFlowTest extends CoreTest {

  /** Which of three steps are skipped, the approval in the middle included. */
  @ParameterizedTest
  @CsvSource({
    "FFF, ''",
    "FFT, /3",
    "FTF, ''",
    "FTT, /3",
    "TFF, /1",
    "TFT, '/1 /3'",
    "TTF, /1",
    "TTT, '/1 /3'"
  })
  void stepsAreExecutedWhoseConditionsAreTrue(String conditions, String calls) {
    Pipeline pipeline =
        chain(
            call("/1") + when(conditions.charAt(0)),
            Pipelines.approval() + when(conditions.charAt(1)),
            call("/3") + when(conditions.charAt(2)));
    ServiceRequest request = start(pipeline);
    if (conditions.charAt(1) == 'T') {
      world.await(request, RequestStatus.PENDING);
      flowforge.requests().decisions().approve(ADMIN, request.id());
    }

    RequestDetails details = world.await(request, RequestStatus.COMPLETED);

    assertThat(String.join(" ", target.calls().stream().map(Target.Call::uri).toList()))
        .isEqualTo(calls);
    for (int i = 0; i < 3; i++) {
      StepState step = details.steps().get(i);
      assertThat(step.status().label()).isEqualTo("Completed");
      assertThat(step.isSkipped()).isEqualTo(conditions.charAt(i) == 'F');
      if (step.isSkipped()) {
        assertThat(log(request, step.name()))
            .last()
            .asString()
            .endsWith("[INFO] Skipped: the condition is false: form.who == 'Nobody'");
      }
    }
  }

  @Test
  void manyStepsInARowAreSkippedInOneDispatch() {
    String[] steps = new String[40];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = call("/" + i) + (i == 39 ? "" : when('F'));
    }
    ServiceRequest request = start(chain(steps));

    world.await(request, RequestStatus.COMPLETED);

    assertThat(target.calls()).extracting(Target.Call::uri).containsExactly("/39");
  }

  @Test
  void aConditionSeesOutputsAndWhetherTheirStepWasSkipped() {
    target.answerWithBody("{\"free\": 3, \"secret\": \"abcdefgh\"}");
    String check = call("/check") + ", 'step_id': 'check', 'outputs': {'free': {'from': '/free'}}";
    Pipeline pipeline =
        chain(
            check + ", 'when': \"form.who == 'Mike'\"",
            call("/enough") + ", 'when': 'has(steps.check) && steps.check.free > 2'",
            call("/short") + ", 'when': 'has(steps.check) && steps.check.free < 3'",
            call("/none/${steps.check.free ?? 'x'}") + ", 'when': '!has(steps.check)'",
            call("/mine") + ", 'when': \"request.user_id == 'auth0|mike' && request.id != ''\"");
    ServiceRequest mike = start(pipeline);
    world.await(mike, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(Target.Call::uri)
        .containsExactly("/check", "/enough", "/mine");

    target.calls().clear();
    ServiceRequest other = world.request(pipeline, "{\"who\": \"Ann\"}");
    flowforge.requests().decisions().start(MEMBER, other.id());
    world.await(other, RequestStatus.COMPLETED);
    assertThat(target.calls()).extracting(Target.Call::uri).containsExactly("/none/x", "/mine");
  }

  @Test
  void aConditionThatCannotBeEvaluatedFailsTheRequest() {
    target.answerWithBody("{\"free\": \"many\"}");
    Pipeline pipeline =
        chain(
            call("/check") + ", 'step_id': 'check', 'outputs': {'free': {'from': '/free'}}",
            call("/next") + ", 'when': 'steps.check.free > 2'");
    ServiceRequest request = start(pipeline);

    world.await(request, RequestStatus.FAILED);

    assertThat(log(request, "s2"))
        .last()
        .asString()
        .contains("[ERROR] The step was not executed: its condition failed: ");
    assertThat(target.calls()).hasSize(1);
  }

  /**
   * What a step has produced in an earlier run does not count if it is skipped in this one. The run
   * begins at the first step, or behind it: then it reads what earlier runs have recorded.
   */
  @ParameterizedTest
  @ValueSource(strings = {"s1", "s2"})
  void aStepThatIsSkippedInARetryHasNoOutputs(String from) {
    target.answerWithBody("{\"free\": 1}");
    target.answerInTurn(200, 200, 200, 500);
    String probe = call("/probe") + ", 'step_id': 'probe', 'outputs': {'free': {'from': '/free'}}";
    Pipeline pipeline =
        chain(
            call("/start"),
            probe,
            call("/check")
                + ", 'step_id': 'check', 'outputs': {'free': {'from': '/free'}},"
                + " 'when': 'steps.probe.free == 1'",
            call("/use/${steps.check.free ?? 'none'}"),
            Pipelines.approval(),
            call("/again/${steps.check.free ?? 'none'}"));
    ServiceRequest request = start(pipeline);
    world.await(request, RequestStatus.FAILED);
    target.answerWithBody("{\"free\": 2}");

    var _ = flowforge.requests().retry().retry(MEMBER, request.id(), new WantedRetry(from, null));
    world.await(request, RequestStatus.PENDING);
    flowforge.requests().decisions().approve(ADMIN, request.id());
    RequestDetails details = world.await(request, RequestStatus.COMPLETED);

    List<String> calls = target.calls().stream().map(Target.Call::uri).toList();
    assertThat(calls).startsWith("/start", "/probe", "/check", "/use/1");
    assertThat(calls.subList(4, calls.size()))
        .filteredOn(uri -> !uri.equals("/start"))
        .containsExactly("/probe", "/use/none", "/again/none");
    assertThat(details.steps())
        .extracting(StepState::isSkipped)
        .containsExactly(false, false, true, false, false, false);
  }

  @Test
  void theHistorySaysWhy() {
    ServiceRequest request = start(chain(call("/1") + when('F')));
    world.await(request, RequestStatus.COMPLETED);

    List<String> transitions =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        "SELECT transition, reason FROM request_transition"
                            + " WHERE request_id = ? ORDER BY seq",
                        row -> row.text("transition") + " " + row.textOr("reason", ""),
                        request.id()));
    assertThat(transitions)
        .containsExactly(
            "CREATE ", "START ", "COMPLETE Skipped: the condition is false: form.who == 'Nobody'");
  }

  private static String call(String path) {
    return "'step_type': 'API', 'parameters': {'method': 'POST', 'url': \"TARGET%s\"}"
        .formatted(path);
  }

  private static String when(char isTrue) {
    return ", 'when': \"form.who == '%s'\"".formatted(isTrue == 'T' ? "Mike" : "Nobody");
  }

  /** The steps may be written with single quotes. */
  private Pipeline chain(String... steps) {
    String json =
        JsonText.object(
                Pipelines.chain(List.of(steps)).replace("%d", Integer.toString(world.orgId())))
            .toString();
    return world.pipeline(json.replace("TARGET", target.url("")));
  }

  private ServiceRequest start(Pipeline pipeline) {
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private List<String> log(ServiceRequest request, String step) {
    return flowforge.requests().reading().log(ADMIN, request.id(), step, 0).lines();
  }
}
