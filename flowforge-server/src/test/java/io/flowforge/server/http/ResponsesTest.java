package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses to invalid requests and to failures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesTest {

  private final TestServer server = new TestServer();
  private final Client mike = server.mike();

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, 400, bad",
    "forbidden, 403, not you",
    "missing, 404, nothing",
    "conflict, 409, too late",
    "unavailable, 503, later",
    "other, 500, internal server error; the server log has the details"
  })
  void foreseenFailuresHaveTheirStatus(String kind, int status, String message) {
    Client.Answer answer = mike.get("/api/fail/" + kind);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("code").isInt()).isTrue();
    assertThat(answer.json().path("code").intValue()).isEqualTo(status);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.header("Content-Type")).hasValue("application/json");
    assertThat(answer.header("Access-Control-Allow-Origin")).isPresent();
    assertThat(answer.header("X-Request-Id")).isPresent();
    assertThat(answer.header("Retry-After").isPresent()).isEqualTo(status == 503);
  }

  @Test
  void listsAllProblemsInDetails() {
    assertThat(mike.get("/api/fail/invalid").json().path("details").toString())
        .isEqualTo("[\"first\",\"second\"]");
    assertThat(mike.get("/api/fail/missing").json().has("details")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                | the request body is not valid JSON (line 1, column",
        "{\"name\": secret}               | the request body is not valid JSON (line 1, column 1",
        "{\"name\": \"x\",}               | the request body is not valid JSON (line 1",
        "nonsense                         | the request body is not valid JSON (line 1",
        "[]                               | the request body must be a single JSON object",
        "\"text\"                         | the request body must be a single JSON object",
        "null                             | the request body must be a JSON object, not null",
        "{} {}                            | the request body must be a single JSON object",
        "{\"name\": 5}                    | invalid type for field 'name': expected a string",
        "{\"name\": true}                 | invalid type for field 'name': expected a string",
        "{\"name\": {}}                   | invalid type for field 'name': expected a string",
        "{\"size\": \"5\"}                | invalid type for field 'size': expected a whole number",
        "{\"size\": \"\"}                 | invalid type for field 'size': expected a whole number",
        "{\"size\": 1.5}                  | invalid type for field 'size': expected a whole number",
        "{\"size\": 99999999999}          | the request body has an invalid value at 'size'",
        "{\"good\": \"true\"}             | invalid type for field 'good': expected true or false",
        "{\"good\": 1}                    | invalid type for field 'good': expected true or false",
        "{\"parts\": {}}                  | invalid type for field 'parts': expected an array",
        "{\"parts\": [{}, 7]}             | invalid type for field 'parts[1]': expected an object",
        "{\"parts\": [{\"part_name\": 7}]}| invalid type for field 'parts[0].part_name': expected a string",
        "{\"name\": \"a\\u0000b\"}        | the request body contains a NUL character",
      })
  void aBodyOfAnotherShapeIsToldWhereItIsWrong(String body, String message) {
    Client.Answer answer = mike.post("/api/thing", body);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.message()).startsWith(message);
    assertThat(answer.response().body())
        .doesNotContain("secret", "io.flowforge", "java.", "jackson", "Source", "Exception");
  }

  @Test
  void aBodyThatIsTooDeepIsAClientsMistake() {
    Client.Answer answer =
        mike.post("/api/thing", "{\"parts\":" + "[".repeat(500) + "]".repeat(500) + "}");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void bytesThatAreNoTextAreAClientsMistake() {
    byte[] latin1 = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xE4, '"', '}'};

    Client.Answer answer =
        mike.send(mike.request("/api/thing").POST(BodyPublishers.ofByteArray(latin1)));

    assertThat(answer.status()).isEqualTo(400);
  }

  /** JSON in another encoding would carry a NUL past the check for it. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32BE"})
  void anotherEncodingIsAClientsMistake(String encoding) {
    byte[] body = "{\"name\": \"a\\u0000b\"}".getBytes(Charset.forName(encoding));

    Client.Answer answer =
        mike.send(mike.request("/api/thing").POST(BodyPublishers.ofByteArray(body)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("the request body must be JSON in UTF-8");
  }

  @Test
  void takesABackslashBeforeWhatLooksLikeAnEscape() {
    assertThat(mike.post("/api/thing", "{\"name\": \"a\\\\u0000b\"}").json().path("name").asText())
        .isEqualTo("a\\u0000b");
  }

  @Test
  void anUnknownPropertyIsIgnored() {
    assertThat(mike.post("/api/thing", "{\"name\":\"x\",\"more\":[1]}").status()).isEqualTo(200);
  }

  @Test
  void aMissingBodyIsTold() {
    Client.Answer answer = mike.post("/api/thing", "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("the request body is missing; send a JSON object");
  }

  @Test
  void aBodyThatMayBeMissingMayBeMissing() {
    assertThat(mike.send("PUT", "/api/thing", "").json().path("name").asText()).isEmpty();
    assertThat(mike.send("PUT", "/api/thing", "{}").status()).isEqualTo(200);
    assertThat(
            mike.send(
                    mike.request("/api/thing")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void anotherMediaTypeIsRefused() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/html")) {
      Client.Answer answer =
          mike.send(
              mike.request("/api/thing")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{}")));
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.message()).contains("application/json");
    }
  }

  @Test
  void aNonsensicalMediaTypeIsAClientsMistake() {
    Client.Answer answer =
        mike.send(
            mike.request("/api/thing")
                .header("Content-Type", "nonsense")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isBetween(400, 415);
  }

  @Test
  void jsonNeedsNoCharsetAndTakesOne() {
    for (String type : List.of("application/json; charset=utf-8", "application/problem+json")) {
      assertThat(
              mike.send(
                      mike.request("/api/thing")
                          .header("Content-Type", type)
                          .POST(BodyPublishers.ofString("{\"name\":\"ü\"}")))
                  .json()
                  .path("name")
                  .asText())
          .isEqualTo("ü");
    }
    assertThat(mike.send(mike.request("/api/thing").POST(BodyPublishers.ofString("{}"))).status())
        .isEqualTo(200);
  }

  @Test
  void answersJsonWhateverTheClientAccepts() {
    for (String accept : List.of("text/html", "text/plain", "application/json, text/plain, */*")) {
      Client.Answer answer =
          mike.send(mike.request("/api/healthcheck").header("Accept", accept).GET());
      assertThat(answer.response().body()).isEqualTo("\"Server working!\"");
      assertThat(answer.header("Content-Type")).hasValue("application/json");
    }
    assertThat(mike.get("/api/null").response().body()).isEqualTo("null");
  }

  @Test
  void anUnknownRouteIsJsonToo() {
    for (String path : List.of("/api/nothing", "/", "/favicon.ico", "/api/whoami/x", "/api")) {
      Client.Answer answer = mike.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.message()).isEqualTo("there is no such route");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /api/whoami        | GET, OPTIONS",
        "POST   | /api/healthcheck   | GET, OPTIONS",
        "GET    | /api/thing         | OPTIONS, POST, PUT",
        "PATCH  | /api/fail/x        | GET, OPTIONS",
        "PUT    | /api/thing/1/logs/x| GET, OPTIONS",
      })
  void anotherMethodIsToldWhichOnesThereAre(String method, String path, String allowed) {
    Client.Answer answer = mike.send(method, path, "{}");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).hasValue(allowed);
    assertThat(answer.message()).isEqualTo(method + " is not allowed here; use " + allowed);
  }

  @Test
  void aHarmlessRequestIdIsKept() {
    assertThat(
            mike.send(mike.request("/api/whoami").header("X-Request-Id", "abc-1").GET())
                .header("X-Request-Id"))
        .hasValue("abc-1");
    assertThat(
            mike.send(mike.request("/api/whoami").header("X-Request-Id", "a b\"").GET())
                .header("X-Request-Id"))
        .isPresent()
        .get()
        .isNotEqualTo("a b\"");
  }

  /** The first body is not sent, the second is sent whole, the last exceeds what is discarded. */
  @Test
  void aBodyThatIsTooLargeIsRefused() {
    int tooLarge = 1024 * 1024 + 1;
    String announced = "Content-Length: " + tooLarge + "\r\n\r\n";
    String inOneChunk =
        "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(tooLarge)
            + "x".repeat(tooLarge)
            + "\r\n";
    String farTooLarge = "Content-Length: 99999999999\r\n\r\n";
    for (String body : List.of(announced, inOneChunk, farTooLarge)) {

      RawConnection.Answer answer =
          new RawConnection(server.server.port())
              .exchange(
                  """
                  POST /api/thing HTTP/1.1\r
                  Host: localhost\r
                  Origin: http://localhost:3000\r
                  Content-Type: application/json\r
                  Authorization: Bearer %s\r
                  """
                          .formatted(server.issuer.tokenFor("auth0|mike"))
                      + body);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("\"the request body is too large\"");
      assertThat(answer.header("Access-Control-Allow-Origin")).isNotEmpty();
    }
  }

  @Test
  void tooManyRequestsAtATimeAreToldToComeBack() throws Exception {
    try (var small = new TestServer(Map.of("FLOWFORGE_MAX_CONCURRENT_REQUESTS", "1"))) {
      Client client = small.mike();
      Thread first = Thread.startVirtualThread(() -> client.get("/api/hold"));
      small.echo.entered.acquire();

      Client.Answer answer = client.get("/api/whoami");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.header("Access-Control-Allow-Origin")).isPresent();
      small.echo.gate.countDown();
      first.join();
      assertThat(client.get("/api/whoami").status()).isEqualTo(200);
    }
  }
}
