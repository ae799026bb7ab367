package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as clients really send them, within the standard or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawRequestTest {

  private final TestServer server = new TestServer();
  private final RawConnection raw = new RawConnection(server.server.port());
  private final String authorization =
      "Authorization: Bearer " + server.issuer.tokenFor("auth0|mike");

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "create%20repository    | create repository",
        "a+b                    | a+b",
        "a%2Bb                  | a+b",
        "a&b=c                  | a&b=c",
        "a;b;c=d                | a;b;c=d",
        ";                      | ;",
        "[prod]%20deploy        | [prod] deploy",
        "100%                   | 100%",
        "100%%20done            | 100% done",
        "%zz                    | %zz",
        "%                      | %",
        "%4                     | %4",
        "50%25                  | 50%",
        "%2525                  | %25",
        "a/b                    | a/b",
        "a%2Fb                  | a/b",
        "a//b                   | a//b",
        "..                     | ..",
        "a.b./                  | a.b./",
        "./x                    | ./x",
        "%C3%BCber              | über",
        "%F0%9F%9A%80           | 🚀",
        "'\"<>{}^\\             | '\"<>{}^\\",
        "a%3Fb%23c              | a?b#c",
        "$!*(),:@~_-            | $!*(),:@~_-",
      })
  void aStepNameArrivesAsItWasMeant(String path, String name) throws JsonProcessingException {
    RawConnection.Answer answer =
        raw.send("GET /api/thing/1/logs/" + path + "?offset=0 HTTP/1.1", authorization);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(answer.body()).textValue()).isEqualTo(name);
  }

  @Test
  void aBarInAPathStandsForItself() {
    assertThat(raw.send("GET /api/thing/auth0|a`b/logs/x|y`z HTTP/1.1", authorization).body())
        .isEqualTo("\"x|y`z\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?=&&;==", "?org_id=1&org_id=2", "?", "#x", "?a#b"})
  void aQueryThatNobodyAskedForDoesNoHarm(String query) {
    assertThat(raw.send("GET /api/whoami" + query + " HTTP/1.1", authorization).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%00b", "%FF%FE", "%C3", "\u00e4"})
  void nonsenseInAPathIsNoServerError(String path) {
    RawConnection.Answer answer =
        raw.send("GET /api/thing/1/logs/" + path + " HTTP/1.1", authorization);

    assertThat(answer.status()).isBetween(200, 499);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  /** Half of a surrogate pair, an overlong slash, and the beginning of a character. */
  @ParameterizedTest
  @ValueSource(strings = {"%ED%A0%80", "%C0%AF", "%C3", "x%C3x", "%FF%FE"})
  void bytesInAPathThatAreNotUtf8AreRefused(String path) {
    RawConnection.Answer answer =
        raw.send("GET /api/thing/1/logs/" + path + " HTTP/1.1", authorization);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("percent-encoded bytes are not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /api/whoami?x=% HTTP/1.1          | 400",
        "GET /api/whoami?x=%zz HTTP/1.1        | 400",
        "GET /api/whoami?x=[1] HTTP/1.1        | 400",
        "GET  HTTP/1.1                         | 400",
        "GET /api/who ami HTTP/1.1             | 400",
        "GET /api/whoami HTTP/3.7              | 400",
        "nonsense                              | 400",
        "BREW /api/whoami HTTP/1.1             | 405",
        "GET * HTTP/1.1                        | 400",
      })
  void aRequestLineThatIsNotRightIsAClientsMistake(String line, int status) {
    RawConnection.Answer answer = raw.send(line, authorization);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertJson(answer);
  }

  /** The response to the second request follows the headers of the first one at once. */
  @ParameterizedTest
  @CsvSource({
    "/api/whoami, 200",
    "/api/healthcheck, 200",
    "/health/live, 200",
    "/metrics, 200",
    "/openapi, 200",
    "/docs, 200",
    "/docs/swagger-ui-bundle.js, 200",
    "/, 200",
    "/requests, 200",
    "/favicon.ico, 200",
    "/api/nothing, 404",
    "/api/fail/other, 500",
    "/docs/nothing, 404",
    "/api/thing, 405",
  })
  void headGetsTheHeadersOfGetAndNoBody(String path, int status) throws IOException {
    String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n";
    try (var connection = new KeptConnection(server.server.port())) {
      RawConnection.Answer whole = connection.exchange(get, "");
      List<String> head = connection.head(get.replace("GET ", "HEAD "));

      assertThat(whole.status()).isEqualTo(status);
      assertThat(head.getFirst()).startsWith("HTTP/1.1 " + status + " ");
      // The metrics change, and the message of 405 names the method.
      if (!path.equals("/metrics") && status != 405) {
        assertThat(headerOf(head, "Content-Length")).isEqualTo(whole.header("Content-Length"));
      }
      assertThat(headerOf(head, "Content-Type")).isEqualTo(whole.header("Content-Type"));
      assertThat(headerOf(head, "Access-Control-Allow-Origin")).isNotEmpty();
      assertThat(connection.exchange("GET /api/healthcheck HTTP/1.1\r\nHost: x\r\n", "").body())
          .isEqualTo("\"Server working!\"");
      assertThat(connection.connections()).isEqualTo(1);
    }
  }

  @Test
  void headWithoutATokenIs401WithoutABody() throws IOException {
    try (var connection = new KeptConnection(server.server.port())) {
      assertThat(connection.head("HEAD /api/whoami HTTP/1.1\r\nHost: x\r\n").getFirst())
          .startsWith("HTTP/1.1 401 ");
      assertThat(connection.exchange("GET /api/healthcheck HTTP/1.1\r\nHost: x\r\n", "").status())
          .isEqualTo(200);
      assertThat(connection.connections()).isEqualTo(1);
    }
  }

  private static String headerOf(List<String> head, String name) {
    return new RawConnection.Answer(0, head, "").header(name);
  }

  @Test
  void aLongAddressIsRefused() {
    RawConnection.Answer answer =
        raw.send("GET /api/" + "x".repeat(10_000) + " HTTP/1.1", authorization);

    assertThat(answer.status()).isEqualTo(414);
    assertJson(answer);
  }

  @Test
  void largeHeadersAreRefused() {
    RawConnection.Answer answer =
        raw.send("GET /api/whoami HTTP/1.1", authorization, "X-Large: " + "x".repeat(40_000));

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.body()).contains("\"the request headers are too large\"");
    assertJson(answer);
  }

  @Test
  void manyHeadersAreTooLargeTogether() {
    String[] many = new String[400];
    Arrays.setAll(many, i -> "X-Header-" + i + ": " + "x".repeat(100));

    RawConnection.Answer answer = raw.send("GET /api/whoami HTTP/1.1", many);

    assertThat(answer.status()).isEqualTo(431);
    assertJson(answer);
  }

  @Test
  void aTokenOfTheLargestSizeFitsTheHeaders() {
    RawConnection.Answer answer =
        raw.send("GET /api/whoami HTTP/1.1", "Authorization: Bearer " + "x".repeat(8 * 1024));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void twoTokensAreNone() {
    assertThat(raw.send("GET /api/whoami HTTP/1.1", authorization, authorization).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: x", "Content-Length: 99999999999999999999"})
  void aLengthThatIsNoNumberIsAClientsMistake(String header) {
    RawConnection.Answer answer = raw.send("POST /api/thing HTTP/1.1", authorization, header);

    assertThat(answer.status()).isEqualTo(400);
    assertJson(answer);
  }

  @Test
  void aChunkOfNoSizeIsAClientsMistake() {
    RawConnection.Answer answer =
        raw.exchange(
            "POST /api/thing HTTP/1.1\r\nHost: x\r\n"
                + authorization
                + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

    assertThat(answer.status()).isEqualTo(400);
    assertJson(answer);
  }

  @Test
  void aClientThatFallsSilentIsDropped() {
    try (var strict =
        new TestServer(
            Map.of(
                "FLOWFORGE_READ_TIMEOUT_SECONDS", "1",
                "FLOWFORGE_MAX_CONCURRENT_REQUESTS", "1"))) {
      var connection = new RawConnection(strict.server.port());
      String head = "POST /api/thing HTTP/1.1\r\nHost: x\r\n";
      String token = "Authorization: Bearer " + strict.issuer.tokenFor("auth0|mike") + "\r\n";

      assertThat(connection.exchange(head + token + "Content-Length: 9\r\n\r\n{").status())
          .isZero();
      // Refused before its body, which then never comes.
      assertThat(connection.exchange(head + "Content-Length: 9\r\n\r\n{").status()).isEqualTo(401);
      assertThat(connection.exchange(head).status()).isZero();
      assertThat(strict.mike().get("/api/whoami").status()).as("its place is free").isEqualTo(200);
    }
  }

  private static void assertJson(RawConnection.Answer answer) {
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
    assertThat(answer.body())
        .startsWith("{\"message\":\"")
        .doesNotContain("Exception", "io.", "0000:");
  }
}
