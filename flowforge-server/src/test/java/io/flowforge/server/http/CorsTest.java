package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A front end on another origin can read every answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {

  private static final String FRONT_END = "http://localhost:3000";

  private final TestServer server = new TestServer();

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/whoami", "/api/thing", "/api/nothing", "/", "/api/thing/1/logs/[x]%zz;"})
  void preflightsNeedNoToken(String path) {
    var raw = new RawConnection(server.server.port());

    RawConnection.Answer answer =
        raw.send(
            "OPTIONS " + path + " HTTP/1.1",
            "Origin: " + FRONT_END,
            "Access-Control-Request-Method: PATCH",
            "Access-Control-Request-Headers: authorization,content-type");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(FRONT_END);
    assertThat(answer.header("Access-Control-Allow-Methods").split(", "))
        .contains("GET", "POST", "PUT", "PATCH", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers").split(", "))
        .contains(
            "Content-Type",
            "Authorization",
            "Idempotency-Key",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Credentials");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/whoami, 200",
    "GET, /api/fail/missing, 404",
    "GET, /api/fail/unavailable, 503",
    "GET, /api/fail/other, 500",
    "GET, /api/nothing, 404",
    "DELETE, /api/whoami, 405",
    "POST, /api/thing, 400",
  })
  void everyAnswerCarriesTheHeaders(String method, String path, int status) {
    assertHeaders(sent(server.mike(), method, path), status);
  }

  @Test
  void soDoRefusalsOfTheGuard() {
    assertHeaders(sent(server.nobody(), "GET", "/api/whoami"), 401);
    assertHeaders(sent(server.nobody().as("garbage"), "GET", "/api/whoami"), 401);
  }

  @Test
  void anOriginThatIsNotListedIsNotNamed() {
    Client.Answer answer = server.mike().send(request(server.mike(), "https://evil.example").GET());

    assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(FRONT_END);
  }

  @Test
  void allListedOriginsAreLetIn() {
    try (var open =
        new TestServer(Map.of("CORS_ALLOWED_ORIGINS", "https://a.example, https://b.example"))) {
      assertThat(
              open.mike()
                  .send(request(open.mike(), "https://b.example").GET())
                  .header("Access-Control-Allow-Origin"))
          .hasValue("https://b.example");
      assertThat(open.mike().get("/api/whoami").header("Vary")).hasValue("Origin");
    }
  }

  @Test
  void aStarLetsEverybodyInWithoutCredentials() {
    try (var open = new TestServer(Map.of("CORS_ALLOWED_ORIGINS", "*"))) {
      Client.Answer answer = open.mike().send(request(open.mike(), "https://any.example").GET());

      assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("*");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  private static Client.Answer sent(Client client, String method, String path) {
    return client.send(
        client.request(path).header("Origin", FRONT_END).method(method, BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder request(Client client, String origin) {
    return client.request("/api/whoami").header("Origin", origin);
  }

  private static void assertHeaders(Client.Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.response().headers().allValues("Access-Control-Allow-Origin"))
        .containsExactly(FRONT_END);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.header("Access-Control-Allow-Headers")).isPresent();
    assertThat(answer.header("Access-Control-Allow-Methods")).isPresent();
  }
}
