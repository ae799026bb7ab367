package io.flowforge.cli.embedded;

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
public final class CallTarget implements AutoCloseable {

  private static final int BYTES_IN_A_BODY = 1024 * 1024;
  private static final int CHARACTERS_TO_KEEP = 16 * 1024;
  private static final byte[] ANSWER = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

  /** Never Authorization or cookies: what is remembered gets printed. */
  private static final Set<String> HEADERS_TO_KEEP =
      Set.of("accept", "content-type", "idempotency-key", "user-agent", "x-request-id");

  private final ReceivedCalls calls;
  private final WebServer server;

  private CallTarget(int capacity) {
    calls = new ReceivedCalls(capacity);
    server =
        WebServer.builder()
            .host(LoopbackPort.HOST)
            .port(0)
            .maxPayloadSize(BYTES_IN_A_BODY)
            .shutdownHook(false)
            .routing(routing -> routing.any(this::answer))
            .build()
            .start();
  }

  /**
   * Starts one on a free port.
   *
   * @param capacity how many calls it remembers; the oldest are forgotten first
   */
  public static CallTarget open(int capacity) {
    return new CallTarget(capacity);
  }

  /** Its address, without a slash at the end. Any path below it answers. */
  public String uri() {
    return "http://" + LoopbackPort.HOST + ":" + server.port();
  }

  /** The latest calls, in the order of their arrival. */
  public List<ReceivedCall> calls() {
    return calls.list();
  }

  /** How many calls came, with those that are forgotten. */
  public long callCount() {
    return calls.count();
  }

  /**
   * Waits until so many calls have come in all.
   *
   * @return false when they have not come after that time
   */
  public boolean awaitCalls(long count, Duration atMost) throws InterruptedException {
    return calls.await(count, atMost);
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
    response.header(HeaderNames.CONTENT_TYPE, "application/json").send(ANSWER);
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
