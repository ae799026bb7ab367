package io.flowforge.cli.embedded.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StubServiceTest {

  @Test
  void remembersCallsInOrderButNoSecrets() throws Exception {
    try (var target = remembering(10);
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
  void forgetsTheOldest() throws Exception {
    try (var target = remembering(2);
        var client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/1", "/2", "/3"}) {
        get(client, target, path);
      }
      assertThat(target.calls()).extracting(ReceivedCall::target).containsExactly("/2", "/3");
    }
  }

  private static StubService remembering(int capacity) {
    return StubService.open(capacity, LoopbackPort.anyFree(), Duration.ZERO);
  }

  private static void get(HttpClient client, StubService target, String path)
      throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(URI.create(target.uri() + path)).build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
