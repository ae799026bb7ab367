package io.flowforge.cli.embedded.loopback;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service on loopback for API steps to call. It responds with 200 to every call and records the
 * latest ones. Safe for use by many threads.
 */
public final class StubService implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_RECORDED_CHARACTERS = 16 * 1024;
  private static final byte[] RESPONSE = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

  /** Excludes Authorization and cookies, because recorded calls are printed. */
  private static final Set<String> RECORDED_HEADERS =
      Set.of("accept", "content-type", "idempotency-key", "user-agent", "x-request-id");

  private final ReceivedCalls calls;
  private final Duration pause;
  private final WebServer server;

  private StubService(int capacity, int port, Duration pause) {
    calls = new ReceivedCalls(capacity);
    this.pause = pause;
    server = LoopbackServer.start(port, MAX_BODY_BYTES, routing -> routing.any(this::respond));
  }

  /**
   * Starts a service.
   *
   * @param capacity how many calls it records before it drops the oldest
   * @param pause the delay of each response, to simulate work
   * @throws io.flowforge.error.ConflictException if the port is taken
   */
  public static StubService open(int capacity, LoopbackPort port, Duration pause) {
    return port.open(number -> new StubService(capacity, number, pause));
  }

  /** Returns the base URL, without a trailing slash; every path below it responds. */
  public String uri() {
    return "http://" + LoopbackPort.HOST + ":" + server.port();
  }

  /** Returns the latest calls, in the order of arrival. */
  public List<ReceivedCall> calls() {
    return calls.list();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void respond(ServerRequest request, ServerResponse response) {
    String query = request.query().rawValue();
    String path = request.path().rawPath();
    calls.add(
        new ReceivedCall(
            request.prologue().method().text(),
            query.isEmpty() ? path : path + "?" + query,
            headers(request),
            body(request)));
    pause();
    response.header(HeaderNames.CONTENT_TYPE, "application/json").send(RESPONSE);
  }

  private void pause() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      // The server is stopping, so respond at once.
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(ServerRequest request) {
    var kept = new HashMap<String, String>();
    for (String name : RECORDED_HEADERS) {
      request.headers().first(HeaderNames.create(name)).ifPresent(value -> kept.put(name, value));
    }
    return kept;
  }

  private static String body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return "";
    }
    String body = new String(request.content().as(byte[].class), StandardCharsets.UTF_8);
    return body.substring(0, Math.min(body.length(), MAX_RECORDED_CHARACTERS));
  }
}
