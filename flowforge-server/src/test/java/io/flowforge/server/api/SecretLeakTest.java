package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.SecretSteps;
import io.flowforge.testing.Target;
import io.flowforge.testing.World;
import io.flowforge.uri.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever has the databases, the log or the metrics has no secret. */
class SecretLeakTest {

  private static final String TOKEN = "Tk9/+veryS3cret~Value&more";
  private static final String KEY_FILE =
      "{\n  \"type\": \"robot-account\",\n  \"key\": \"-----BEGIN\\nMIIEvQIBADANBgkq\\nhkiG9w0BAQEFAASC\\n\"\n}";

  private static final String RETRIED =
      "\"retry\": {\"max_attempts\": 3, \"initial_delay_seconds\": 0.1, \"retry_on\": [\"4xx\"]}, ";

  private final RecordedLog log = new RecordedLog("");
  private final AcmeServer server = new AcmeServer();
  private final Target elsewhere = new Target("127.0.0.2");
  private final Client admin = server.as(World.ADMIN);

  @AfterEach
  void close() {
    elsewhere.close();
    server.close();
    log.close();
  }

  @Test
  void noTableNoDocumentNoLogAndNoMetricHasASecret() {
    List<String> said = new ArrayList<>();
    said.add(set("TOKEN", TOKEN));
    said.add(set("KEY_FILE", KEY_FILE));
    said.add(admin.send("PUT", path("SHORT"), "{\"value\": \"" + TOKEN).response().body());
    String url = server.target.url();
    server.target.redirect("/away", 302, elsewhere.url("/b"));
    server.target.answerWithHeader("X-Echo", TOKEN);
    List<Pipeline> pipelines =
        List.of(
            pipeline(url, ""), pipeline(server.target.url("/away"), ""), pipeline(url, RETRIED));

    for (String echo : echoes()) {
      server.target.answerWithBody(echo);
      said.add(run(pipelines.getFirst(), RequestStatus.COMPLETED));
    }
    server.target.answerWith(422);
    said.add(run(pipelines.getFirst(), RequestStatus.FAILED));
    said.add(run(pipelines.getLast(), RequestStatus.FAILED));
    said.add(run(pipelines.get(1), RequestStatus.COMPLETED));
    server.target.answerWith(200);

    assertThat(server.target.calls())
        .anyMatch(call -> call.header("X-token").equals(TOKEN))
        .anyMatch(call -> call.body().contains("hkiG9w0BAQEFAASC"));
    assertThat(elsewhere.calls()).allMatch(call -> !call.headers().toString().contains(TOKEN));
    said.add(admin.get("/api/organization/" + server.acme.orgId() + "/secrets").response().body());
    said.add(admin.get("/api/pipeline?org_id=" + server.acme.orgId()).response().body());
    for (String place :
        List.of(
            String.join("\n", said),
            tables(),
            server.stores.documents(),
            String.join("\n", log.lines()),
            server.operator().send(server.operator().request("/metrics")).response().body())) {
      assertThat(place).isNotBlank();
      for (String view : views()) {
        assertThat(place).doesNotContain(view);
      }
    }
    assertThat(tables()).contains("***").contains("secret_key");
  }

  private Pipeline pipeline(String url, String policy) {
    return server.acme.pipeline(
        SecretSteps.step(
                """
                "method": "POST", "url": "%s?a=${who}",
                "headers": {"X-Token": "${secret.TOKEN}", "User-Agent": "${secret.TOKEN}",
                            "Idempotency-Key": "k"},
                "data": {"a": "${secret.KEY_FILE}", "b": ["is ${secret.TOKEN}"]}"""
                    .formatted(url))
            .replace("\"step_type\"", policy + "\"step_type\""));
  }

  private String run(Pipeline pipeline, RequestStatus end) {
    ServiceRequest request = server.acme.request(pipeline, "{\"who\": \"Mike\"}");
    server.as(World.MEMBER).put("/api/service_request/" + request.id() + "/start");
    server.acme.await(request, end);
    return server.as(World.MEMBER).get("/api/service_request/" + request.id()).response().body()
        + admin.get("/api/service_request/" + request.id() + "/steps").response().body()
        + admin.get("/api/service_request/" + request.id() + "/logs/s1").response().body();
  }

  private String set(String name, String value) {
    Answer answer =
        admin.send(
            "PUT",
            path(name),
            "{\"value\": %s, \"hosts\": [\"127.0.0.1\"]}".formatted(TextNode.valueOf(value)));
    assertThat(answer.status()).isEqualTo(200);
    return answer.response().body();
  }

  private String path(String name) {
    return "/api/organization/" + server.acme.orgId() + "/secrets/" + name;
  }

  private static List<String> echoes() {
    return List.of(
        TOKEN,
        KEY_FILE,
        TextNode.valueOf(KEY_FILE).toString(),
        "{\"deep\": [" + TextNode.valueOf(TOKEN) + ", \"MIIEvQIBADANBgkq\"]}",
        "x=" + PercentEncoding.encode(TOKEN) + "&y=" + PercentEncoding.encode(KEY_FILE),
        "basic " + base64("user:" + TOKEN),
        base64(KEY_FILE),
        "page <a href='?t=" + TOKEN.replace("&", "&amp;") + "'>robot-account</a>");
  }

  /** What gives a secret away: itself and its parts, as they are or encoded. */
  private static Set<String> views() {
    Set<String> views = new LinkedHashSet<>();
    for (String part :
        List.of(TOKEN, "veryS3cret", "MIIEvQIBADANBgkq", "hkiG9w0BAQEFAASC", "robot-account")) {
      views.add(part);
      views.add(PercentEncoding.encode(part));
      views.add(HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8)));
      for (String before : List.of("", "x", "xy")) {
        // Without the characters that depend on what stands beside the part.
        String encoded = base64(before + part);
        views.add(encoded.substring(before.isEmpty() ? 0 : 4, encoded.length() - 4));
      }
    }
    return views;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every row of every table. */
  private String tables() {
    return server
        .core
        .database()
        .inTransaction(
            tx -> {
              List<String> rows = new ArrayList<>();
              for (String table :
                  tx.list(
                      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
                      row -> row.text("table_name"))) {
                rows.add(table);
                rows.addAll(
                    tx.list(
                        "SELECT CAST(t AS varchar) AS text FROM \"" + table + "\" t",
                        row -> row.text("text")));
              }
              return String.join("\n", rows);
            });
  }
}
