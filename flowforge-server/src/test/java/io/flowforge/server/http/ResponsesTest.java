package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
    isAnswered(mike.get("/api/fail/" + kind), status, message);
    isAnswered(mike.get("/api/fail-in-list/" + kind), status, message);
  }

  private static void isAnswered(Client.Answer answer, int status, String message) {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json                      | 200",
        "Application/JSON                      | 200",
        "application/problem+json              | 200",
        "application/Problem+JSON              | 200",
        "application/json;                     | 200",
        "application/json ; ;charset=utf-8 ;   | 200",
        "application/json;charset=\"UTF-8\"    | 200",
        "application/json;charset=\"utf\\-8\"  | 200",
        "application/json; v=\"a;b\"; charset=utf-8 | 200",
        "application/json; charset=us-ascii    | 200",
        "application/json; charset=iso-8859-1  | 415",
        "application/json; CHARSET=\"utf-16\"   | 415",
        "application/json; charset             | 415",
        "application/json; charset=            | 415",
        "application/json; x=\"                | 415",
        "application/json; x=\"\\             | 415",
        "application/json charset=utf-8        | 415",
        "application/json, text/plain          | 415",
        "application/                          | 415",
        "/json                                 | 415",
        "nonsense                              | 415",
        "application/jsonp                     | 415",
        "json                                  | 415",
      })
  void aMediaTypeIsReadAsTheStandardSays(String type, int status) {
    RawConnection.Answer answer =
        raw("POST /api/thing HTTP/1.1", "{\"name\":\"x\"}", "Content-Type: " + type);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status == 415) {
      assertThat(answer.body()).contains("application/json").contains("\"code\":415");
    }
  }

  @Test
  void twoMediaTypesAreNone() {
    assertThat(
            raw(
                    "POST /api/thing HTTP/1.1",
                    "{}",
                    "Content-Type: application/json",
                    "Content-Type: text/plain")
                .status())
        .isEqualTo(415);
  }

  @Test
  void anErrorIsShortHoweverMuchIsWrong() throws Exception {
    Client.Answer answer = mike.get("/api/fail/manifold");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.response().body().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(64 * 1024);
    assertThat(answer.json().path("details")).hasSize(21);
    assertThat(answer.json().path("details").path(20).asText()).isEqualTo("20980 more problems");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"a\\ud800\"}                        | half of a surrogate pair (\\ud800) at 'name'",
        "{\"name\": \"\\udc00\\ud800\"}                   | half of a surrogate pair (\\udc00) at 'name'",
        "{\"name\": \"\\ud800\\u0041\"}                   | half of a surrogate pair (\\ud800) at 'name'",
        "{\"parts\": [{}, {\"part_name\": \"\\udfff\"}]}    | half of a surrogate pair (\\udfff) at 'parts[1].part_name'",
        "{\"more\": {\"x\": [[\"\\ud800\"]]}}               | half of a surrogate pair (\\ud800) at 'more.x[0][0]'",
        "{\"more\": {\"k\\ud800\": 1}}                     | is not valid JSON (line 1, column",
        "{\"more\": \"\\u0000\"}                          | a NUL character (\\u0000) at 'more'",
        "{\"more\": {\"\\u0000\": 1}}                     | a NUL character (\\u0000) at 'more.",
      })
  void aCharacterThatCannotBeKeptIsToldWhereItIs(String body, String message) {
    Client.Answer answer = mike.post("/api/thing", body);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.message()).startsWith("the request body ").contains(message);
  }

  @Test
  void wholePairsAreKept() {
    for (String rocket : List.of("\\ud83d\\ude80", "🚀")) {
      assertThat(
              mike.post("/api/thing", "{\"name\":\"" + rocket + "\"}").json().path("name").asText())
          .isEqualTo("🚀");
    }
  }

  /** Half of a pair, a pair of halves that are encoded alone, overlong NUL and quote, too large. */
  @ParameterizedTest
  @CsvSource({
    "ed a0 80, 'not valid JSON (line 1, column'",
    "ed a0 bd ed ba 80, 'not valid JSON (line 1, column'",
    "c0 80, NUL",
    "c1 81, must be JSON in UTF-8",
    "f5 80 80 80, at 'name'",
    "80, ''",
    "c3, ''",
  })
  void bytesThatAreNotUtf8AreRefused(String bytes, String message) {
    byte[] middle = HexFormat.ofDelimiter(" ").parseHex(bytes);
    var body = new ByteArrayOutputStream();
    body.writeBytes("{\"name\":\"".getBytes(StandardCharsets.UTF_8));
    body.writeBytes(middle);
    body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

    Client.Answer answer =
        mike.send(mike.request("/api/thing").POST(BodyPublishers.ofByteArray(body.toByteArray())));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(message.isEmpty() ? "JSON" : message);
  }

  @ParameterizedTest
  @MethodSource("bodiesAtTheLimits")
  void aBodyMayHaveAsManyPartsAsTheLimit(String allowed, String refused, String message) {
    assertThat(mike.post("/api/thing", allowed).status()).isEqualTo(200);

    Client.Answer answer = mike.post("/api/thing", refused);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(message);
  }

  static Stream<Arguments> bodiesAtTheLimits() {
    // Besides the values, there are the braces, the name and the brackets.
    int values = 100_000 - 5;
    return Stream.of(
        Arguments.of(
            more("[" + "1,".repeat(values - 1) + "1]"),
            more("[" + "1,".repeat(values) + "1]"),
            "at most 100000 values"),
        Arguments.of(
            more("[" + "{},".repeat(values / 2 - 1) + "{}]"),
            more("[" + "{},".repeat(values / 2) + "{}]"),
            "at most 100000 values"),
        Arguments.of(
            more("{\"" + "x".repeat(10_000) + "\":1}"),
            more("{\"" + "x".repeat(10_001) + "\":1}"),
            "use at most 10000 characters"),
        Arguments.of(
            more("[" + "9".repeat(1_000) + "]"),
            more("[" + "9".repeat(1_001) + "]"),
            "use at most 1000 characters"));
  }

  private static String more(String json) {
    return "{\"more\":" + json + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/whoami", "/api/fail/missing", "/api/nothing", "/health/live"})
  void noResponseIsGuessedOrShared(String path) {
    Client.Answer answer = mike.get(path);

    assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.header("Cache-Control")).hasValue("private, no-cache");
  }

  @Test
  void noRefusalBeforeTheRoutingIsGuessedOrShared() {
    RawConnection.Answer answer =
        new RawConnection(server.server.port()).send("GET /api/whoami HTTP/3.7");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
  }

  private RawConnection.Answer raw(String line, String body, String... headers) {
    return new RawConnection(server.server.port())
        .exchange(
            line
                + "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + server.issuer.tokenFor("auth0|mike")
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n"
                + body);
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
    for (String path : List.of("/api/nothing", "/nothing.ico", "/api/whoami/x", "/api")) {
      Client.Answer answer = mike.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.message()).isEqualTo("there is no such route; /docs shows all of them");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /api/whoami        | GET, HEAD, OPTIONS",
        "POST   | /api/healthcheck   | GET, HEAD, OPTIONS",
        "GET    | /api/thing         | OPTIONS, POST, PUT",
        "PATCH  | /api/fail/x        | GET, HEAD, OPTIONS",
        "PUT    | /api/thing/1/logs/x| GET, HEAD, OPTIONS",
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

  /** Short responses have a length, long ones come in chunks. */
  @Test
  void aConnectionServesResponsesOfAnyLengthOneAfterAnother() throws Exception {
    try (var connection = new KeptConnection(server.server.port())) {
      for (int length : List.of(0, 1, 65_000, 65_536, 70_000, 1_000_000, 1)) {
        String body = "{\"name\":\"%s\"}".formatted("x".repeat(length));

        RawConnection.Answer answer =
            connection.exchange(
                """
                POST /api/thing HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: %d\r
                Authorization: Bearer %s\r
                """
                    .formatted(body.length(), server.issuer.tokenFor("auth0|mike")),
                body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith(body.substring(0, body.length() - 1));
      }
      assertThat(connection.connections()).isEqualTo(1);
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
      // The slot is given back after the response has been sent.
      eventually(() -> client.get("/api/whoami").status(), status -> status == 200);
    }
  }
}
