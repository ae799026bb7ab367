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
 * Something on loopback for API steps to call. It remembers what it got and answers 200. Safe for
 * use by many threads.
 */
public final class StubService implements AutoCloseable {

  private static final int BYTES_IN_A_BODY = 1024 * 1024;
  private static final int CHARACTERS_TO_KEEP = 16 * 1024;
  private static final byte[] ANSWER = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

  /** Never Authorization or cookies: what is remembered gets printed. */
  private static final Set<String> HEADERS_TO_KEEP =
      Set.of("accept", "content-type", "idempotency-key", "user-agent", "x-request-id");

  private final ReceivedCalls calls;
  private final Duration pause;
  private final WebServer server;

  private StubService(int capacity, int port, Duration pause) {
    calls = new ReceivedCalls(capacity);
    this.pause = pause;
    server = LoopbackServer.start(port, BYTES_IN_A_BODY, routing -> routing.any(this::answer));
  }

  /**
   * Starts one there.
   *
   * @param capacity how many calls it remembers; the oldest are forgotten first
   * @param pause how long it takes for an answer, as if it had something to do
   * @throws io.flowforge.error.ConflictException when the port is taken
   */
  public static StubService open(int capacity, LoopbackPort port, Duration pause) {
    return port.open(number -> new StubService(capacity, number, pause));
  }

  /** Its address, without a slash at the end. Any path below it answers. */
  public String uri() {
    return "http://" + LoopbackPort.HOST + ":" + server.port();
  }

  /** The latest calls, in the order of their arrival. */
  public List<ReceivedCall> calls() {
    return calls.list();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void answer(ServerRequest request, ServerResponse response) {
    String query = request.query().rawValue();
    String path = request.path().rawPath();
    calls.add(
        new ReceivedCall(
            request.prologue().method().text(),
            query.isEmpty() ? path : path + "?" + query,
            headers(request),
            body(request)));
    takeTime();
    response.header(HeaderNames.CONTENT_TYPE, "application/json").send(ANSWER);
  }

  private void takeTime() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      // The server stops: answer at once.
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(ServerRequest request) {
    var kept = new HashMap<String, String>();
    for (String name : HEADERS_TO_KEEP) {
      request.headers().first(HeaderNames.create(name)).ifPresent(value -> kept.put(name, value));
    }
    return kept;
  }

  private static String body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return "";
    }
    String body = new String(request.content().as(byte[].class), StandardCharsets.UTF_8);
    return body.substring(0, Math.min(body.length(), CHARACTERS_TO_KEEP));
  }
}
