package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
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

  @Test
  void aRefusalOfHeadHasNoBodyThatCouldBeTakenForTheNextAnswer() {
    for (String path : List.of("/api/healthcheck", "/api/whoami", "/api/nothing")) {
      RawConnection.Answer answer =
          raw.exchange(
              "HEAD "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "GET /api/healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer.status()).as(path).isIn(401, 404, 405);
      assertThat(answer.header("Content-Length")).isEqualTo("0");
      assertThat(answer.header("Access-Control-Allow-Origin")).isNotEmpty();
    }
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
