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
  void recordsCallsInOrderButNoSecrets() throws Exception {
    try (var stub = recording(10);
        var client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(stub.uri() + "/deploy/a%20b?env=prod&x=%2F"))
                  .header("Idempotency-Key", "r1/deploy/1")
                  .header("Authorization", "Bearer secret")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      get(client, stub, "/second");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("{\"ok\":true}");
      assertThat(stub.calls()).hasSize(2);
      ReceivedCall first = stub.calls().getFirst();
      assertThat(first.method()).isEqualTo("POST");
      assertThat(first.target()).isEqualTo("/deploy/a%20b?env=prod&x=%2F");
      assertThat(first.body()).isEqualTo("{\"a\":1}");
      assertThat(first.idempotencyKey()).hasValue("r1/deploy/1");
      assertThat(first.headers()).doesNotContainKey("authorization");
      assertThat(stub.calls().getLast().method()).isEqualTo("GET");
      assertThat(stub.calls().getLast().idempotencyKey()).isEmpty();
    }
  }

  @Test
  void dropsTheOldest() throws Exception {
    try (var stub = recording(2);
        var client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/1", "/2", "/3"}) {
        get(client, stub, path);
      }
      assertThat(stub.calls()).extracting(ReceivedCall::target).containsExactly("/2", "/3");
    }
  }

  @Test
  void aBodyOfTheMaximumSizeIsTruncatedAndALongerOneIsRejected() throws Exception {
    try (var stub = recording(2);
        var client = HttpClient.newHttpClient()) {
      assertThat(post(client, stub, 1024 * 1024, false)).isEqualTo(200);
      assertThat(stub.calls().getFirst().body()).isEqualTo("x".repeat(16 * 1024));
      assertThat(post(client, stub, 1024 * 1024 + 1, true)).isEqualTo(413);
      assertThat(post(client, stub, 16 * 1024, false)).isEqualTo(200);
      assertThat(stub.calls().getLast().body()).hasSize(16 * 1024);
    }
  }

  @Test
  void delaysItsResponses() throws Exception {
    var delay = Duration.ofMillis(200);
    try (var stub = StubService.open(1, LoopbackPort.anyFree(), delay);
        var client = HttpClient.newHttpClient()) {
      long begin = System.nanoTime();
      get(client, stub, "/");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    }
  }

  /**
   * @param expectsContinue for a body that is rejected, whose connection may be closed while it is
   *     sent
   */
  private static int post(HttpClient client, StubService stub, int bytes, boolean expectsContinue)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(stub.uri()))
                .expectContinue(expectsContinue)
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(bytes)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static StubService recording(int capacity) {
    return StubService.open(capacity, LoopbackPort.anyFree(), Duration.ZERO);
  }

  private static void get(HttpClient client, StubService stub, String path)
      throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(URI.create(stub.uri() + path)).build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
