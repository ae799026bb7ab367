package io.flowforge.cli.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The API over HTTP. Redirects are not followed, so the token goes only to the chosen server. */
final class RestApi implements Api, AutoCloseable {

  /** More than the server takes for its slowest response. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** More than the largest list of pipelines of one organization. */
  private static final int MAX_RESPONSE_BYTES = 128 * 1024 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .sslContext(LazyTls.context())
          .build();

  private final URI server;
  private final Supplier<String> token;
  private final ObjectMapper json;
  private final Duration timeout;

  /**
   * @param token returns a valid access token; called for each call, because tokens expire
   */
  RestApi(URI server, Supplier<String> token, ObjectMapper json) {
    this(server, token, json, TIMEOUT);
  }

  RestApi(URI server, Supplier<String> token, ObjectMapper json, Duration timeout) {
    this.server = server;
    this.token = token;
    this.json = json;
    this.timeout = timeout;
  }

  @Override
  public JsonNode get(ApiPath path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  @Override
  public JsonNode post(ApiPath path, JsonNode body) {
    return send("POST", path, publisher(body));
  }

  @Override
  public JsonNode post(ApiPath path, JsonNode body, String idempotencyKey) {
    return send("POST", path, publisher(body), Optional.of(idempotencyKey));
  }

  @Override
  public JsonNode put(ApiPath path) {
    return send("PUT", path, BodyPublishers.noBody());
  }

  @Override
  public JsonNode put(ApiPath path, JsonNode body) {
    return send("PUT", path, publisher(body));
  }

  @Override
  public JsonNode patch(ApiPath path, JsonNode body) {
    return send("PATCH", path, publisher(body));
  }

  @Override
  public JsonNode delete(ApiPath path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  @Override
  public JsonNode delete(ApiPath path, JsonNode body) {
    return send("DELETE", path, publisher(body));
  }

  @Override
  public OpenEventStream events(ApiPath path, String lastEventId) {
    return OpenEventStream.open(http, () -> streamRequest(path, lastEventId));
  }

  private HttpRequest streamRequest(ApiPath path, String lastEventId) {
    HttpRequest.Builder request = request(path, "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return request.GET().build();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static BodyPublisher publisher(JsonNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  private JsonNode send(String method, ApiPath path, BodyPublisher body) {
    return send(method, path, body, Optional.empty());
  }

  private JsonNode send(String method, ApiPath path, BodyPublisher body, Optional<String> key) {
    HttpRequest.Builder request = request(path, "application/json").method(method, body);
    if (body.contentLength() > 0) {
      request.header("Content-Type", "application/json");
    }
    key.ifPresent(value -> request.header("Idempotency-Key", requireHeader(value)));
    HttpResponse<String> response = response(request.build());
    if (response.statusCode() / 100 != 2) {
      throw RefusedCall.of(server, response, json);
    }
    try {
      return json.readTree(response.body());
    } catch (JsonProcessingException _) {
      throw new InvalidException(
          "%s responded with something that is not JSON; is it a Flowforge server?"
              .formatted(server));
    }
  }

  private HttpRequest.Builder request(ApiPath path, String accepted) {
    return HttpRequest.newBuilder(URI.create(server + path.toString()))
        .header("Authorization", authorization())
        .header("Accept", accepted);
  }

  /** The JDK refuses other characters with an exception of its own. */
  private static String requireHeader(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidException(
          "an idempotency key must have visible ASCII characters only; a UUID is a good one");
    }
    return value;
  }

  private String authorization() {
    String value = token.get();
    // The JDK's message would contain the token.
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidException(
          "the access token contains characters that no token contains; check FLOWFORGE_TOKEN");
    }
    return "Bearer " + value;
  }

  /** Waits for the whole response; the JDK's own timeout ends with the headers. */
  private HttpResponse<String> response(HttpRequest request) {
    var pending =
        new FutureTask<HttpResponse<String>>(
            () ->
                http.send(
                    request,
                    BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_RESPONSE_BYTES)));
    Thread.startVirtualThread(pending);
    try {
      return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() instanceof IOException io ? io : new IOException(e));
    } catch (TimeoutException e) {
      throw unreachable(
          new HttpTimeoutException("no response within " + timeout.toSeconds() + " s"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(new IOException("interrupted"));
    } finally {
      pending.cancel(true);
    }
  }

  private UnreachableException unreachable(IOException cause) {
    String reason =
        switch (cause) {
          case HttpConnectTimeoutException _ ->
              "no connection within " + CONNECT_TIMEOUT.toSeconds() + " s";
          case ConnectException refused when refused.getMessage() == null -> "connection refused";
          default -> String.valueOf(cause.getMessage());
        };
    return new UnreachableException(
        "cannot reach the server at %s (%s); is it running, and is the address right?"
            .formatted(server, reason),
        cause);
  }
}
