package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that a target receives. */
class ApiStepTest {

  private final Target target = new Target();
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    target.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "'headers': {'Content-Type': 'application/json'},", "'headers': {'X': 'y'},"})
  void sendsJsonInUnicode(String headers) throws InterruptedException {
    assertThat(call("%s 'data': {'who': '${who}'}".formatted(headers), "{'who': 'Zoë Ω 😀'}"))
        .isEqualTo(new StepOutcome.Completed());
    assertThat(target.calls().getFirst().body()).isEqualTo("{\"who\":\"Zoë Ω 😀\"}");
    assertThat(target.calls().getFirst().header("Content-type")).startsWith("application/json");
  }

  @Test
  void sendsTextInUnicode() throws InterruptedException {
    call("'data': 'to ${who}'", "{'who': 'Zoë Ω'}");

    assertThat(target.calls().getFirst().body()).isEqualTo("to Zoë Ω");
    assertThat(target.calls().getFirst().header("Content-type")).startsWith("text/plain");
  }

  @Test
  void sendsItsIdempotencyKey() throws InterruptedException {
    call("'headers': {'X-Who': '${who}'}", "{'who': 'Mike'}");

    assertThat(target.calls().getFirst().header("Idempotency-key")).isEqualTo("r/s/1");
    assertThat(target.calls().getFirst().header("X-who")).isEqualTo("Mike");
  }

  /** Some proxies reject requests that offer a protocol upgrade. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void offersNoOtherProtocol(String method) throws InterruptedException {
    String parameters = "{'method': '%s', 'url': '%s'}".formatted(method, target.url());

    execute(parameters, "{}");
    caller.useStepPolicy(new StepPolicy(Duration.ofSeconds(20), null, null));
    execute(parameters, "{}");

    assertThat(target.calls()).hasSize(2);
    assertThat(target.calls())
        .allSatisfy(
            call -> {
              assertThat(call.headers()).doesNotContainKey("Upgrade");
              assertThat(call.header("Connection")).isEqualTo("keep-alive");
            });
  }

  @Test
  void keepsWhatAHeaderAndAQueryHoldOutOfTheLog() throws InterruptedException {
    String parameters =
        "{'method': 'GET', 'url': '%s?token=hush', 'headers': {'Authorization': 'hush'}}"
            .formatted(target.url());

    execute(parameters, "{}");

    assertThat(caller.log()).hasSize(3).noneMatch(text -> text.contains("hush"));
  }

  @Test
  @Timeout(30) // a client that reads on would block the build
  void doesNotReadALongResponseToItsEnd() throws InterruptedException {
    try (var endless = EndlessTarget.fast()) {
      assertThat(execute("{'method': 'GET', 'url': '%s'}".formatted(endless.url()), "{}"))
          .isEqualTo(new StepOutcome.Completed());
    }
    assertThat(caller.log())
        .endsWith("Response status 200; more than 1048576 bytes (the rest was not read)");
  }

  @Test
  void reusesAConnectionWhoseResponseItHasRead() throws InterruptedException {
    call("'data': 'a'", "{}");
    call("'data': 'b'", "{}");

    assertThat(target.calls())
        .extracting(Target.Call::port)
        .hasSize(2)
        .containsOnly(target.calls().getFirst().port());
  }

  @Test
  void saysWhyACallCannotBeMade() throws InterruptedException {
    assertThat(call("'headers': {'X-Who': '${who}'}", "{'who': 'a\\nb'}"))
        .isEqualTo(
            new StepOutcome.Failed(
                "The call could not be made: the value of 'who' must not contain line breaks or"
                    + " control characters in a header"));
    assertThat(target.calls()).isEmpty();
  }

  @Test
  void saysThatACharsetIsUnknownWithoutShowingTheHeader() throws InterruptedException {
    assertThat(
            call("'headers': {'Content-Type': 'text/plain; charset=klingon'}, 'data': 'x'", "{}"))
        .isEqualTo(
            new StepOutcome.Failed(
                "The call could not be made: the header 'Content-Type' names an unknown charset"));
    assertThat(target.calls()).isEmpty();
  }

  private StepOutcome call(String properties, String formData) throws InterruptedException {
    return execute(
        "{'method': 'POST', 'url': '%s', %s}".formatted(target.url(), properties), formData);
  }

  private StepOutcome execute(String parameters, String formData) throws InterruptedException {
    return caller.execute(parameters, formData);
  }
}
