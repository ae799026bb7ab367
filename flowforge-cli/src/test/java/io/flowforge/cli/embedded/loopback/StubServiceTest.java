package io.flowforge.cli.embedded.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.json.Json;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void anImportIsDoneAtTheThirdLook() throws Exception {
    try (var stub = recording(10);
        var client = HttpClient.newHttpClient()) {
      HttpResponse<String> begun = call(client, "POST", stub.uri() + "/repositories", "{}");

      assertThat(begun.statusCode()).isEqualTo(202);
      String location = begun.headers().firstValue("Location").orElseThrow();
      assertThat(look(client, stub, location)).contains("\"state\":\"importing\"");
      assertThat(look(client, stub, location)).contains("\"state\":\"importing\"");
      assertThat(look(client, stub, location)).contains("\"state\":\"done\"", "\"files\":42");
      for (String unknown : new String[] {"2", "01", "x", "", "9999999999", "-1"}) {
        assertThat(call(client, "GET", stub.uri() + "/imports/" + unknown, "").statusCode())
            .as(unknown)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void aDatabaseThatIsInUseIsFreeAtTheSecondCall() throws Exception {
    try (var stub = recording(10);
        var client = HttpClient.newHttpClient()) {
      String staging = stub.uri() + "/databases/staging/restore";

      assertThat(call(client, "POST", stub.uri() + "/databases/test-1/restore", "{}").statusCode())
          .isEqualTo(200);
      assertThat(call(client, "POST", staging, "{}").statusCode()).isEqualTo(409);
      assertThat(call(client, "POST", staging, "{}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anInvitationNeedsTheTokenOfItsAccount() throws Exception {
    try (var stub = recording(10);
        var client = HttpClient.newHttpClient()) {
      JsonNode one =
          Json.mapper().readTree(call(client, "POST", stub.uri() + "/accounts", "{}").body());
      JsonNode other =
          Json.mapper().readTree(call(client, "POST", stub.uri() + "/accounts", "{}").body());
      String invitations = stub.uri() + "/accounts/" + one.path("id").asText() + "/invitations";

      assertThat(invite(client, invitations, "Bearer " + one.path("token").asText()))
          .isEqualTo(200);
      assertThat(invite(client, invitations, "Bearer " + other.path("token").asText()))
          .isEqualTo(401);
      assertThat(invite(client, invitations, one.path("token").asText())).isEqualTo(401);
      assertThat(call(client, "POST", invitations, "{}").statusCode()).isEqualTo(401);
      assertThat(invite(client, stub.uri() + "/accounts/9/invitations", "Bearer null"))
          .isEqualTo(401);
    }
  }

  @Test
  void aKeyIsSentToACallerOnThisMachine() throws Exception {
    try (var stub = recording(10);
        var caller = new Target();
        var client = HttpClient.newHttpClient()) {
      HttpResponse<String> begun =
          call(
              client,
              "POST",
              stub.uri() + "/keys",
              "{\"callback\": \"" + caller.url("/callback") + "\"}");

      assertThat(begun.statusCode()).isEqualTo(202);
      Target.Call received =
          Eventually.eventually(caller::calls, calls -> !calls.isEmpty()).getFirst();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.uri()).isEqualTo("/callback");
      assertThat(received.body()).isEqualTo(begun.body()).contains("\"key_id\":\"key-1\"");
    }
  }

  /** Nothing is sent to other machines, and the call is answered all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"callback\": 5}",
        "{\"callback\": \"no URL\"}",
        "{\"callback\": \"http://192.0.2.1/\"}",
        "{\"callback\": \"http://127.0.0.1.example.com/\"}",
        "{\"callback\": \"//127.0.0.1/\"}",
        "{\"callback\": \"file://127.0.0.1/etc/passwd\"}"
      })
  void aKeyIsSentToNobodyElse(String body) throws Exception {
    StandIn.Answer answer = new StandIn().answerTo("POST", "/keys", "", body);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.callback()).isEmpty();
    try (var stub = recording(1);
        var client = HttpClient.newHttpClient()) {
      assertThat(call(client, "POST", stub.uri() + "/keys", body).statusCode()).isEqualTo(202);
    }
  }

  private static String look(HttpClient client, StubService stub, String location)
      throws IOException, InterruptedException {
    return call(client, "GET", stub.uri() + location, "").body();
  }

  private static int invite(HttpClient client, String url, String authorization)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpResponse<String> call(
      HttpClient client, String method, String url, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
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
