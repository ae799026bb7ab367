package io.flowforge.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the identity provider, with bounds on time and size. What goes wrong is told without
 * anything that was sent or answered: secrets and tokens among it. Safe for use by many threads.
 */
public final class ProviderHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final long MAX_BYTES = 256 * 1024;

  private final ObjectMapper mapper;
  private final Duration timeout;
  private @Nullable HttpClient client;

  /**
   * Connects to nothing yet.
   *
   * @param timeout for a whole answer
   */
  public ProviderHttp(ObjectMapper mapper, Duration timeout) {
    this.mapper = mapper;
    this.timeout = timeout;
  }

  /** An answer, whatever its status. */
  public record Answer(URI uri, int status, String body) {

    /** Without the body. */
    @Override
    public String toString() {
      return uri + " answered " + status;
    }
  }

  /**
   * Sends the request and waits for the whole answer.
   *
   * @throws UnavailableException when none comes in time, or a longer one than expected
   */
  public Answer send(HttpRequest.Builder wanted) {
    HttpRequest request = wanted.timeout(timeout).header("Accept", "application/json").build();
    // The client's own time-out ends with the headers; this one covers the body too.
    CompletableFuture<HttpResponse<String>> answer =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES));
    try {
      HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(request.uri(), response.statusCode(), response.body());
    } catch (ExecutionException e) {
      throw silent("no answer from " + request.uri() + ": " + e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw silent("no answer from " + request.uri() + " within " + timeout);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw silent("interrupted while waiting for " + request.uri());
    }
  }

  /**
   * The body of an answer.
   *
   * @throws UnavailableException when it is not JSON
   */
  public JsonNode json(Answer answer) {
    try {
      return mapper.readTree(answer.body());
    } catch (JsonProcessingException e) {
      // Its message may quote the body, so it is not passed on.
      throw odd(answer + " with something that is not JSON");
    }
  }

  static UnavailableException odd(String what) {
    return new UnavailableException(
        "the identity provider gave an answer that makes no sense; try again later",
        new IOException(what));
  }

  private static UnavailableException silent(String what) {
    return new UnavailableException(
        "the identity provider does not answer; try again in a few seconds", new IOException(what));
  }

  /** Made when it is first needed: most processes never ask. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
