package io.flowforge.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.faults.CountingTarget.Effect;
import io.flowforge.cli.faults.CountingTarget.Treatment;
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
  void whatAKeyCallsForIsDoneOnce() throws Exception {
    assertThat(call("k1")).isEqualTo(200);
    assertThat(call("k1")).isEqualTo(200);
    assertThat(call("k2")).isEqualTo(200);
    assertThat(target.effects())
        .containsExactlyInAnyOrder(new Effect("k1", "t", "s1"), new Effect("k2", "t", "s1"));
    assertThat(target.calls()).extracting(TargetCall::key).containsExactly("k1", "k1", "k2");
  }

  @Test
  void afterAnEffectThatWasAnswered500TheKeyIsAnswered200() throws Exception {
    behaviour = Behaviour.ANSWERS_500_AFTER_THE_EFFECT;
    assertThat(call("k")).isEqualTo(500);
    assertThat(call("k")).isEqualTo(200);
  }

  @Test
  void a500WithoutEffectStaysWithoutEffect() throws Exception {
    behaviour = Behaviour.ANSWERS_500_WITHOUT_EFFECT;
    assertThat(call("k")).isEqualTo(500);
    assertThat(target.effects()).isEmpty();
  }

  @Test
  void whoIsRefusedGetsNoAnswer() {
    behaviour = Behaviour.REFUSES;
    assertThatThrownBy(() -> call("k")).isInstanceOf(IOException.class);
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
