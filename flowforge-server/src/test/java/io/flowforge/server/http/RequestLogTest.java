package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.LogLines;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines that operators read about calls, as docs/operations.md describes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestLogTest {

  private static final String ROOM = "io.flowforge.server.http";

  private final TestServer server = new TestServer();
  private final LogLines log = new LogLines(ROOM);

  @AfterAll
  void close() {
    log.close();
    server.close();
  }

  /** Java's own logging writes DEBUG as FINE. */
  @ParameterizedTest
  @CsvSource({
    "GET, /api/whoami, 200, FINE",
    "GET, /api/whoami?secret=1, 200, FINE",
    "GET, /api/nothing, 404, INFO",
    "GET, /api/fail/forbidden, 403, INFO",
    "GET, /api/fail/conflict, 409, INFO",
    "POST, /api/thing, 200, INFO",
    "PUT, /api/thing, 200, INFO",
    "DELETE, /api/whoami, 405, INFO",
    "OPTIONS, /api/whoami, 204, INFO",
  })
  void aCallIsLoggedByWhatItDoes(String method, String target, int status, String level) {
    String id = method + "-" + target.replaceAll("\\W", "-");
    String path = target.replaceAll("\\?.*", "");

    Client mike = server.mike();
    mike.send(
        mike.request(target)
            .header("X-Request-Id", id)
            .method(
                method,
                method.startsWith("P") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));

    assertThat(lines("request_id=" + id))
        .singleElement()
        .asString()
        .matches(
            "time=\\S+ level=%s logger=%s.RequestId event=response method=%s path=%s status=%d ms=\\d+ request_id=%s"
                .formatted(level, ROOM, method, path, status, id));
  }

  @Test
  void aPathCannotForgeAPair() {
    new RawConnection(server.server.port())
        .send("GET /x\"status=200 HTTP/1.1", "X-Request-Id: forged");

    assertThat(lines("request_id=forged"))
        .singleElement()
        .asString()
        .contains(" path=\"/x\\\"status=200\" status=404 ");
  }

  @Test
  void aCallWithoutAnIdGetsOne() {
    String id = server.mike().get("/api/fail/missing").header("X-Request-Id").orElseThrow();

    assertThat(lines("request_id=" + id)).hasSize(1);
  }

  @Test
  void aFailureIsLoggedWithItsReason() {
    fail("unavailable", "down-1");
    fail("other", "bug-1");

    assertThat(log.containing("request_id=down-1").getFirst())
        .contains(
            " level=WARNING logger=%s.ErrorResponses event=request_failed method=GET path=/api/fail/unavailable reason=\"java.lang.IllegalStateException: pg down\" "
                .formatted(ROOM));
    assertThat(log.containing("request_id=bug-1").getFirst())
        .contains(" level=SEVERE logger=%s.ErrorResponses event=request_failed ".formatted(ROOM))
        .contains("IllegalStateException: secret internals", "\tat ");
  }

  @Test
  void aRequestThatCannotBeReadIsLogged() {
    new RawConnection(server.server.port()).send("nonsense");

    assertThat(lines("event=unrouted_request status=400 type=BAD_REQUEST")).isNotEmpty();
  }

  private void fail(String kind, String id) {
    Client mike = server.mike();
    mike.send(mike.request("/api/fail/" + kind).header("X-Request-Id", id).GET());
  }

  /** A line is written once the response is out, so it may come a moment after it. */
  private List<String> lines(String text) {
    return eventually(() -> log.containing(text), found -> !found.isEmpty());
  }
}
