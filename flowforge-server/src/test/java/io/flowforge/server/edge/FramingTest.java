package io.flowforge.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The beginning and the end of requests, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingTest {

  /** A request that an attacker hides in another one, and that must never be served. */
  private static final String HIDDEN = "GET /api/smuggled HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n";

  private static final String NEXT = "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n";

  private final EdgeServer server = new EdgeServer();

  @BeforeEach
  void forget() {
    server.served.clear();
  }

  @AfterAll
  void close() {
    server.close();
  }

  /** A second response would prove that a request can be smuggled. */
  @ParameterizedTest
  @MethodSource("io.flowforge.server.edge.FramingCase#refused")
  void anAmbiguousRequestGetsOneResponseAndTheConnectionEnds(FramingCase each)
      throws JsonProcessingException {
    try (Peer peer = server.connect()) {
      peer.send(each.bytes() + HIDDEN + HIDDEN);

      Peer.Response response = peer.read();
      assertThat(response.status()).as(response.body()).isEqualTo(each.status());
      JsonNode body = new ObjectMapper().readTree(response.body());
      assertThat(body.path("code").intValue()).isEqualTo(each.status());
      assertThat(body.path("message").textValue()).isNotBlank().doesNotContain("0x", "Exception");
      assertThat(response.header("Content-Type")).isEqualTo("application/json");
      assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
      assertThat(response.header("Connection")).isEqualTo("close");
      assertThat(peer.rest()).as("after the only response").isEmpty();
    }
    assertThat(server.served).doesNotContain("GET /api/smuggled");
  }

  @ParameterizedTest
  @MethodSource("io.flowforge.server.edge.LegalRequest#all")
  void aLegalRequestIsServedAndTheConnectionGoesOn(LegalRequest each) {
    try (Peer peer = server.connect()) {
      for (int i = 0; i < 2; i++) {
        peer.send(each.bytes());
        Peer.Response response = peer.read();
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(each.body());
        assertThat(response.header("Connection")).isEqualTo("keep-alive");
      }
      peer.send(each.bytes() + NEXT);
      assertThat(peer.read().body()).as("pipelined").isEqualTo(each.body());
      assertThat(peer.read().body()).isEqualTo("\"mike\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/who HTTP/1.0\r\nAuthorization: Bearer mike\r\n\r\n",
        "GET /api/who HTTP/1.0\r\nAuthorization: Bearer mike\r\nHost: x\r\n\r\n",
        "GET /api/who HTTP/1.0\r\nAuthorization: Bearer mike\r\nConnection: foo\r\n\r\n",
        "GET /api/who HTTP/1.0\r\nAuthorization: Bearer mike\r\nConnection: keep-alive, close\r\n\r\n",
        "GET /api/who HTTP/1.1\r\nAuthorization: Bearer mike\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/who HTTP/1.1\r\nAuthorization: Bearer mike\r\nHost: x\r\nConnection: TE, CLOSE\r\n\r\n",
        "GET /api/who HTTP/1.1\r\nAuthorization: Bearer mike\r\nHost: x\r\nConnection:close\r\n\r\n",
      })
  void aConnectionEndsWhenTheClientWantsIt(String request) {
    try (Peer peer = server.connect()) {
      peer.send(request + HIDDEN);

      Peer.Response response = peer.read();
      assertThat(response.body()).isEqualTo("\"mike\"");
      assertThat(response.header("Connection")).isEqualTo("close");
      assertThat(peer.rest()).isEmpty();
    }
    assertThat(server.served).doesNotContain("GET /api/smuggled");
  }

  /** HAProxy checks like this by default. */
  @Test
  void aProxyMayCheckWithOptions() {
    try (Peer peer = server.connect()) {
      peer.send("OPTIONS / HTTP/1.0\r\n\r\n");
      assertThat(peer.read().status()).isEqualTo(204);
      assertThat(peer.rest()).isEmpty();
    }
    for (String target : List.of("*", "http://example.com")) {
      try (Peer peer = server.connect()) {
        peer.send("OPTIONS " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(peer.read().status()).as(target).isEqualTo(204);
      }
    }
  }

  @Test
  void aResponseWithoutALengthIsChunkedOrEndsWithTheConnection() {
    String whole = "x".repeat(3 * EdgeServer.LARGE.length);
    try (Peer peer = server.connect()) {
      peer.send("GET /api/stream HTTP/1.1\r\nTE: trailers\r\n" + EdgeServer.MIKE + "\r\n");
      Peer.Response response = peer.read();
      assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(response.body()).isEqualTo(whole);
    }
    for (String connection : List.of("", "Connection: keep-alive\r\n")) {
      try (Peer peer = server.connect()) {
        peer.send(
            "GET /api/stream HTTP/1.0\r\nTE: trailers\r\n" + connection + EdgeServer.MIKE + "\r\n");
        String response = peer.rest();
        assertThat(response)
            .contains("\r\nConnection: close\r\n")
            .doesNotContainIgnoringCase("transfer-encoding", "content-length", "keep-alive");
        assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).isEqualTo(whole);
      }
    }
  }

  /** A client would take such a body for the next response (RFC 9112, section 6.3). */
  @ParameterizedTest
  @ValueSource(strings = {"/api/whole", "/api/stream", "/api/who", "/api/nothing", "/large", "/x"})
  void aResponseToHeadHasNoBody(String path) {
    try (Peer peer = server.connect()) {
      peer.send("HEAD " + path + " HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n" + NEXT).finish();
      String responses = peer.rest();
      int second = responses.indexOf("HTTP/1.1 ", 1);
      assertThat(responses.substring(0, second)).endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
      assertThat(responses.substring(second)).startsWith("HTTP/1.1 200").endsWith("\"mike\"");
    }
  }

  @Test
  void headersOfTheConnectionAreHiddenFromTheRoutes() {
    try (Peer peer = server.connect()) {
      peer.send(
          "GET /api/headers HTTP/1.1\r\n"
              + EdgeServer.MIKE
              + "TE: trailers\r\nTrailer: X\r\nUpgrade: h2c\r\nKeep-Alive: 5\r\nX-Mine: 1\r\n\r\n");
      assertThat(peer.read().body())
          .isEqualTo("[\"Authorization\",\"Connection\",\"Host\",\"X-Mine\"]");
    }
  }

  @Test
  void aRefusalNamesTheOriginThatAskedIfItIsAllowed() {
    for (String problem :
        List.of(
            "X : y\r\n\r\n",
            "Content-Length: x\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nnone\r\n")) {
      try (Peer peer = server.connect()) {
        peer.send(
            "POST /api/echo HTTP/1.1\r\nOrigin: http://localhost:4000\r\n"
                + EdgeServer.MIKE
                + problem);
        Peer.Response response = peer.read();
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Access-Control-Allow-Origin"))
            .isEqualTo("http://localhost:4000");
      }
    }
  }

  /** The client may or may not send that body, so the bytes that follow are ambiguous. */
  @Test
  void aBodyThatWasNotAskedForEndsTheConnection() {
    String head = "POST /api/%s HTTP/1.1\r\n%sExpect: 100-Continue\r\nContent-Length: %d\r\n\r\n";
    try (Peer peer = server.connect()) {
      // The body of an unknown caller is never asked for.
      peer.send(head.formatted("echo", "Host: x\r\n", HIDDEN.length()) + HIDDEN);
      Peer.Response response = peer.read();
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.header("Connection")).isEqualTo("close");
      assertThat(peer.rest()).isEmpty();
    }
    try (Peer peer = server.connect()) {
      peer.send(head.formatted("echo", EdgeServer.MIKE, 2));
      assertThat(peer.read().status()).isEqualTo(100);
      assertThat(peer.send("ab").read().body()).isEqualTo("\"ab\"");
      assertThat(peer.send(NEXT).read().status()).isEqualTo(200);
    }
    assertThat(server.served).doesNotContain("GET /api/smuggled");
  }

  /** HTTP/1.0 has no interim responses (RFC 9110, section 10.1.1). */
  @Test
  void anExpectationOfHttp10IsIgnored() {
    try (Peer peer = server.connect()) {
      peer.send(
          "POST /api/echo HTTP/1.0\r\n"
              + EdgeServer.MIKE
              + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab");
      assertThat(peer.read().body()).isEqualTo("\"ab\"");
    }
  }

  @Test
  void aClientThatEndsItsSideReadsItsResponse() {
    try (Peer peer = server.connect()) {
      peer.send(NEXT).finish();
      assertThat(peer.read().body()).isEqualTo("\"mike\"");
      assertThat(peer.rest()).isEmpty();
    }
  }
}
