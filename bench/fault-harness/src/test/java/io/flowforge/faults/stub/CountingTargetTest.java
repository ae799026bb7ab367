package io.flowforge.faults.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.faults.stub.CountingTarget.Effect;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingTargetTest {

  private static final CalledStep STEP = new CalledStep("t", "s1");

  private final HttpClient http = HttpClient.newHttpClient();
  private Behaviour behaviour = Behaviour.PROMPT;
  private final CountingTarget target =
      new CountingTarget((_, _) -> new Treatment(behaviour, Duration.ZERO));

  @AfterEach
  void close() {
    http.close();
    target.close();
  }

  @Test
  void theEffectOfAKeyHappensOnce() throws Exception {
    assertThat(call("r/k1/1")).isEqualTo(200);
    assertThat(call("r/k1/1")).isEqualTo(200);
    assertThat(call("r/k2/1")).isEqualTo(200);
    assertThat(target.effects())
        .containsExactlyInAnyOrder(new Effect("r/k1/1", STEP), new Effect("r/k2/1", STEP));
    assertThat(target.calls())
        .extracting(TargetCall::key)
        .containsExactly("r/k1/1", "r/k1/1", "r/k2/1");
  }

  @Test
  void aRepeatedCallSucceedsAfterAnEffectWithA500() throws Exception {
    behaviour = Behaviour.RESPONDS_500_AFTER_EFFECT;
    assertThat(call("r/k/1")).isEqualTo(500);
    assertThat(call("r/k/1")).isEqualTo(200);
  }

  @Test
  void a500WithoutEffectStaysWithoutEffect() throws Exception {
    behaviour = Behaviour.RESPONDS_500_WITHOUT_EFFECT;
    assertThat(call("r/k/1")).isEqualTo(500);
    assertThat(target.effects()).isEmpty();
  }

  @Test
  void aRefusedCallGetsNoResponse() {
    behaviour = Behaviour.REFUSES;
    assertThatThrownBy(() -> call("r/k/1")).isInstanceOf(IOException.class);
    assertThat(target.calls()).isNotEmpty();
    assertThat(target.effects()).isEmpty();
  }

  private int call(String key) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(target.url("s1")))
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{\"ticket\": \"t\"}"))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
