package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.LogLines;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that cannot be read are refused, and nothing of them is in the log of a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadableBodiesTest {

  private static final String SECRET = "s3cretbody";

  private final TestServer server = new TestServer();

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\ns3cretbody\r\nzz\r\n{}\r\n0\r\n\r\n",
        "s3cretbody\r\n{}\r\n0\r\n\r\n",
        "3\r\ns3cretbody\r\n0\r\n\r\n",
        "a\r\ns3cretbody0\r\n\r\n",
        "a\ns3cretbody\n0\n\n",
        "-1\r\ns3cretbody\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\ns3cretbody\r\n\r\n"
      })
  void malformedChunks(String chunks) {
    assertRefused("Transfer-Encoding: chunked\r\n\r\n" + chunks, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": s3cretbody}",
        "s3cretbody",
        "\"s3cretbody\"",
        "{\"size\": \"s3cretbody\"}",
        "{\"name\": \"s3cretbody\\ud800\"}",
        "{\"name\": \"s3cretbody\u00e4\"}",
        "{\"name\": [[[[\"s3cretbody\"]]]]}",
        "{\"name\": \"s3cretbody"
      })
  void bodiesOfAnotherShape(String body) {
    assertRefused("Content-Length: " + body.length() + "\r\n\r\n" + body, 400);
  }

  @Test
  void aBodyOfAnotherType() {
    assertRefused("Content-Type: text/plain\r\nContent-Length: 10\r\n\r\n" + SECRET, 415);
  }

  private void assertRefused(String rest, int status) {
    try (LogLines all = new LogLines("")) {
      RawConnection.Answer answer =
          new RawConnection(server.server.port())
              .exchange(
                  "POST /api/thing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                      + server.issuer.tokenFor("auth0|mike")
                      + "\r\n"
                      + rest);

      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      // Helidon's loggers show all bytes, but only below the level of an operator.
      assertThat(all.containing(SECRET))
          .allSatisfy(
              line -> assertThat(line).containsPattern("level=FINE\\w* logger=io\\.helidon"));
    }
  }
}
