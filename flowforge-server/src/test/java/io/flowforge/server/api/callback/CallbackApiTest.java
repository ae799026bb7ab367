package io.flowforge.server.api.callback;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.ServiceRequest;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.LogLines;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that steps wait for, as whoever calls sees them. */
class CallbackApiTest {

  private static final String BASE = "https://flowforge.example.com";

  private final AcmeServer server =
      new AcmeServer(Map.of("ALLOW_PRIVATE_TARGETS", "true", "PUBLIC_URL", BASE + "/"));
  private ServiceRequest request;
  private String path;

  @BeforeEach
  void waitForACall() {
    String sender =
        """
        "step_type": "API", "parameters": {"method": "POST", "url": "%s",
          "data": {"call_back": "${callback.url}"}}"""
            .formatted(server.target.url());
    String waiting =
        "\"step_type\": \"WAIT_FOR_CALLBACK\", \"parameters\": {\"expires_after\": \"PT1H\"}";
    request =
        server.acme.request(
            server.acme.pipeline(Pipelines.chain(List.of(sender, waiting))), "{\"who\": \"x\"}");
    server.core.requests().decisions().start(World.MEMBER, request.id());
    eventually(
        () ->
            server
                .core
                .database()
                .inTransaction(tx -> tx.list("SELECT 1 FROM step_wait", _ -> true)),
        waits -> waits.size() == 1);
    String url = World.object(server.target.calls().getFirst().body()).path("call_back").asText();
    assertThat(url).startsWith(BASE + Callbacks.PATH);
    path = url.substring(BASE.length());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"ok\": true}",
        "application/json; charset=UTF-8|[1, 2]",
        "application/problem+json|null",
        "application/json|''",
        "text/plain|{cut",
        "application/x-www-form-urlencoded|a=b&c=%C3%A9",
        "application/xml|<a/>",
        "|anything"
      })
  void whoeverKnowsTheUrlMayCallWithoutAToken(String type, String body) {
    Answer answer = post(path, type, body);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
    assertThat(answer.message()).isEqualTo("the call counts; the request goes on");
    server.acme.await(request, RequestStatus.COMPLETED);
    assertThat(post(path, type, body).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"ok\": tr|400",
        "application/json|{\"ok\": true|400",
        "application/json|{} {|400",
        "application/json; charset=utf-16|{}|415",
        "text/plain; charset=iso-8859-1|x|415",
        "nonsense|x|415"
      })
  void whatCannotBeReadDoesNotCount(String type, String body, int status) {
    assertThat(post(path, type, body).status()).isEqualTo(status);
    assertThat(server.acme.await(request, RequestStatus.RUNNING)).isNotNull();
    assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);
  }

  @Test
  void bytesThatAreNoTextDoNotCount() {
    for (byte[] body : List.of(new byte[] {0}, new byte[] {'a', 0}, new byte[] {(byte) 0xC3})) {
      for (String type : List.of("application/json", "text/plain")) {
        var call = server.nobody().request(path).POST(BodyPublishers.ofByteArray(body));
        assertThat(server.nobody().send(call.header("Content-Type", type)).status()).isEqualTo(400);
      }
    }
    assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE"})
  void anotherMethodCountsForNothing(String method) {
    Answer answer =
        server
            .operator()
            .send(server.operator().request(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.response().headers().firstValue("Allow")).hasValue("OPTIONS, POST");
    assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);
  }

  /** Nobody learns from the answer, or from what is read before it, how near a guess was. */
  @Test
  void guessesAreNotFoundWhateverTheySend() {
    String token = path.substring(Callbacks.PATH.length());
    List<String> guesses =
        List.of(
            token.substring(1),
            token + "A",
            (token.charAt(0) == 'A' ? "B" : "A") + token.substring(1),
            token.toLowerCase(Locale.ROOT) + "_",
            "x",
            "A".repeat(43),
            "%2e%2e%20");
    for (String guess : guesses) {
      for (String body : List.of("{}", "{cut", "x".repeat(1_000_000))) {
        Answer answer = post(Callbacks.PATH + guess, "application/json", body);
        assertThat(answer.status()).as(guess).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("no such callback URL");
      }
    }
    for (String way :
        List.of(
            "/api/callback/", "/api/callback/a/b", "/api/callback/..", "/api/callback/%2e%2e")) {
      assertThat(server.operator().post(way, "{}").status()).as(way).isEqualTo(401);
    }
    for (String way :
        List.of("/api/callback/..%2fpipeline", "/api/callback/x/../../pipeline?org_id=1")) {
      assertThat(server.operator().get(way).status()).as(way).isEqualTo(401);
    }
    assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndDoesNotCount() {
    assertThat(post(path, "text/plain", "x".repeat(Callbacks.MAX_BODY_BYTES + 1)).status())
        .isEqualTo(413);
    assertThat(
            server
                .nobody()
                .send(
                    server
                        .nobody()
                        .request(path)
                        .POST(
                            BodyPublishers.ofByteArrays(
                                List.of(new byte[Callbacks.MAX_BODY_BYTES], new byte[1]))))
                .status())
        .isEqualTo(413);
    assertThat(post(path, "text/plain", "x".repeat(Callbacks.MAX_BODY_BYTES)).status())
        .isEqualTo(202);
    server.acme.await(request, RequestStatus.COMPLETED);
  }

  /** Otherwise whoever has a URL could hold places for bodies for ever. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noBodyIsReadOfACallThatCannotCount(boolean isEnded) {
    if (isEnded) {
      server.core.requests().decisions().cancel(World.MEMBER, request.id());
    } else {
      assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);
    }

    for (String body : List.of("{}", "{cut", "x".repeat(Callbacks.MAX_BODY_BYTES + 1))) {
      Answer answer = post(path, "application/json", body);
      assertThat(answer.status()).isEqualTo(409);
    }
  }

  @Test
  void ofManyCallsAtOnceOneCounts() throws ExecutionException, InterruptedException {
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        calls.add(threads.submit(() -> post(path, "application/json", "{}").status()));
      }
      for (Future<Integer> call : calls) {
        statuses.add(call.get());
      }
    }

    assertThat(statuses).containsOnlyOnce(202);
    assertThat(statuses).allMatch(status -> status == 202 || status == 409 || status == 503);
    server.acme.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void afterACancellationItCountsForNothing() {
    server.core.requests().decisions().cancel(World.MEMBER, request.id());

    Answer answer = post(path, "application/json", "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.message()).contains("has ended");
    server.acme.await(request, RequestStatus.CANCELLED);
  }

  /** While PostgreSQL fails, the path of every call is logged. */
  @Test
  void noLogShowsTheToken() {
    try (var log = new LogLines("io.flowforge")) {
      server
          .core
          .database()
          .useTransaction(tx -> tx.update("ALTER TABLE callback RENAME TO callback_gone"));
      assertThat(post(path, "application/json", "{}").status()).isGreaterThanOrEqualTo(500);
      server
          .core
          .database()
          .useTransaction(tx -> tx.update("ALTER TABLE callback_gone RENAME TO callback"));
      assertThat(post(path, "application/json", "{}").status()).isEqualTo(202);

      String token = path.substring(Callbacks.PATH.length());
      assertThat(log.containing("/api/callback/***")).isNotEmpty();
      assertThat(log.containing(token)).isEmpty();
    }
  }

  private Answer post(String to, @Nullable String type, @Nullable String body) {
    var call = server.nobody().request(to).POST(BodyPublishers.ofString(body == null ? "" : body));
    return server.nobody().send(type == null ? call : call.header("Content-Type", type));
  }
}
