package io.flowforge.faults.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import io.flowforge.faults.stub.FlowRecord.Answer;
import io.flowforge.faults.stub.FlowRecord.Use;
import io.flowforge.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowTargetTest {

  private static final ObjectMapper JSON = Json.mapper();
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final CountingTarget target =
      new CountingTarget((_, _) -> new Treatment(Behaviour.PROMPT, Duration.ZERO));

  @AfterEach
  void close() {
    http.close();
    target.close();
  }

  @Test
  void everyAnswerIsDifferentAndRecorded() throws Exception {
    JsonNode first = JSON.readTree(call("s1", "{\"ticket\": \"t1\"}").body());
    JsonNode second = JSON.readTree(call("s1", "{\"ticket\": \"t1\"}").body());
    assertThat(first.path("parity").asText()).isEqualTo("odd");
    assertThat(target.flow().answers())
        .extracting(Answer::value)
        .containsExactly(first.path("value").toString(), second.path("value").toString())
        .doesNotHaveDuplicates();
    assertThat(target.flow().answers())
        .extracting(Answer::token)
        .containsExactly(first.path("token").asText(), second.path("token").asText());
  }

  @Test
  void whatACallCarriesIsRecorded() throws Exception {
    call("s2", "{\"ticket\": \"t1\", \"used\": {\"from\": \"s1\", \"value\": \"${x}\"}}");
    assertThat(target.flow().uses())
        .containsExactly(new Use(new CalledStep("t1", "s2"), "s1", "\"${x}\"", "carried"));
  }

  @Test
  void aJobIsDoneAfterSomeLooks() throws Exception {
    HttpResponse<String> accepted = call("s2-poll", "{\"ticket\": \"t1\"}");
    assertThat(accepted.statusCode()).isEqualTo(202);
    URI location =
        URI.create(target.url("s2-poll"))
            .resolve(accepted.headers().firstValue("Location").orElseThrow());
    List<String> states = new ArrayList<>();
    for (int look = 0; look < 50 && !states.contains("done"); look++) {
      assertThat(target.flow().answers()).isEmpty();
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(location).build(), BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        states.add(JSON.readTree(response.body()).path("state").asText());
      }
    }
    assertThat(states).endsWith("done");
    assertThat(target.flow().answers())
        .extracting(Answer::step)
        .containsExactly(new CalledStep("t1", "s2-poll"));
  }

  @Test
  void aCallbackIsRepeatedUntilAServerTakesIt() throws Exception {
    Deque<Integer> statuses = new ConcurrentLinkedDeque<>(List.of(503, 500));
    List<String> paths = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            paths.add(exchange.getRequestURI().getPath());
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 202 : status, -1);
          }
        });
    server.start();
    try {
      target.callBackAt(List.of("http://127.0.0.1:" + server.getAddress().getPort()));
      call("s1", "{\"ticket\": \"t1\", \"callback\": \"https://flowforge.test/api/callback/abc\"}");
      assertThat(Wait.until(MAX_WAIT, this::wasCalledBack)).isTrue();
      assertThat(target.flow().callbacks())
          .extracting(FlowRecord.Callback::status)
          .contains(0, 503, 500, 202);
      assertThat(paths).containsOnly("/api/callback/abc");
    } finally {
      server.stop(0);
    }
  }

  private boolean wasCalledBack() {
    return target.flow().callbacks().stream().anyMatch(FlowRecord.Callback::isAccepted);
  }

  private HttpResponse<String> call(String step, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(target.url(step)))
            .header("Idempotency-Key", "r/" + step + "/1")
            .header("X-Output", "carried")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
