package io.flowforge.cli.embedded.loopback;

import io.flowforge.trace.LogEvent;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service on loopback for API steps to call: it responds as {@link StandIn} says, which is mostly
 * with 200, and records the latest calls. Safe for use by many threads.
 */
public final class StubService implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_RECORDED_CHARACTERS = 16 * 1024;
  private static final Duration CALLBACK_TIMEOUT = Duration.ofSeconds(10);

  /** Excludes Authorization and cookies, because recorded calls are printed. */
  private static final Set<String> RECORDED_HEADERS =
      Set.of("accept", "content-type", "idempotency-key", "user-agent", "x-request-id");

  private static final Logger LOG = System.getLogger(StubService.class.getName());

  private final ReceivedCalls calls;
  private final StandIn services = new StandIn();
  private final HttpClient client = HttpClient.newHttpClient();
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
    client.shutdownNow();
    server.stop();
  }

  private void respond(ServerRequest request, ServerResponse response) {
    String query = request.query().rawValue();
    String path = request.path().rawPath();
    String method = request.prologue().method().text();
    String authorization = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    String body = body(request);
    calls.add(
        new ReceivedCall(
            method,
            query.isEmpty() ? path : path + "?" + query,
            headers(request),
            body.substring(0, Math.min(body.length(), MAX_RECORDED_CHARACTERS))));
    pause();
    StandIn.Answer answer = services.answerTo(method, path, authorization, body);
    response.status(answer.status()).header(HeaderNames.CONTENT_TYPE, "application/json");
    if (!answer.location().isEmpty()) {
      response.header(HeaderNames.LOCATION, answer.location());
    }
    response.send(answer.body().toString().getBytes(StandardCharsets.UTF_8));
    if (!answer.callback().isEmpty()) {
      callBack(answer);
    }
  }

  private void callBack(StandIn.Answer answer) {
    HttpRequest call =
        HttpRequest.newBuilder(URI.create(answer.callback()))
            .timeout(CALLBACK_TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(answer.body().toString()))
            .build();
    var _ =
        client
            .sendAsync(call, HttpResponse.BodyHandlers.discarding())
            .whenComplete(
                (result, failure) -> {
                  if (failure != null || result.statusCode() >= 300) {
                    LOG.log(
                        Level.WARNING,
                        LogEvent.of("callback_failed")
                            .with("reason", failure != null ? failure : result.statusCode()));
                  }
                });
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
    return new String(request.content().as(byte[].class), StandardCharsets.UTF_8);
  }
}
