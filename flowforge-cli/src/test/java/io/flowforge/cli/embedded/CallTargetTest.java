package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallTargetTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void remembersCallsInOrderButNoSecrets() throws Exception {
    try (var target = CallTarget.open(10);
        var client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(target.uri() + "/deploy/a%20b?env=prod&x=%2F"))
                  .header("Idempotency-Key", "r1/deploy/1")
                  .header("Authorization", "Bearer secret")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      get(client, target, "/second");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"ok\":true}");
      assertThat(target.calls()).hasSize(2);
      ReceivedCall first = target.calls().getFirst();
      assertThat(first.method()).isEqualTo("POST");
      assertThat(first.target()).isEqualTo("/deploy/a%20b?env=prod&x=%2F");
      assertThat(first.body()).isEqualTo("{\"a\":1}");
      assertThat(first.idempotencyKey()).hasValue("r1/deploy/1");
      assertThat(first.headers()).doesNotContainKey("authorization");
      assertThat(target.calls().getLast().method()).isEqualTo("GET");
      assertThat(target.calls().getLast().idempotencyKey()).isEmpty();
    }
  }

  @Test
  void forgetsTheOldestAndCountsAll() throws Exception {
    try (var target = CallTarget.open(2);
        var client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/1", "/2", "/3"}) {
        get(client, target, path);
      }
      assertThat(target.calls()).extracting(ReceivedCall::target).containsExactly("/2", "/3");
      assertThat(target.callCount()).isEqualTo(3);
      assertThat(target.awaitCalls(4, Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void canBeWaitedFor() throws Exception {
    try (var target = CallTarget.open(2);
        var client = HttpClient.newHttpClient()) {
      var waiting = CompletableFuture.supplyAsync(() -> await(target));
      get(client, target, "/1");
      assertThat(waiting.join()).isTrue();
    }
  }

  private static boolean await(CallTarget target) {
    try {
      return target.awaitCalls(1, LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void get(HttpClient client, CallTarget target, String path)
      throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(URI.create(target.uri() + path)).build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
