package io.flowforge.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client for the identity provider, with limits on time and size. Its failures contain
 * nothing that was sent or received, because that includes secrets. Safe for use by many threads.
 */
public final class ProviderHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final long MAX_BYTES = 256 * 1024;

  private final ObjectMapper mapper;
  private final Duration timeout;
  private @Nullable HttpClient client;

  /**
   * Creates the client; it connects when it is first used.
   *
   * @param timeout the maximum time of a call, including the response body
   */
  public ProviderHttp(ObjectMapper mapper, Duration timeout) {
    this.mapper = mapper;
    this.timeout = timeout;
  }

  /**
   * Sends the request and waits for the whole response.
   *
   * @throws UnavailableException if there is no response in time, or if it is too large
   */
  public ProviderResponse send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(timeout).header("Accept", "application/json").build();
    // The request's own timeout ends with the headers; get() below covers the body, too. Not
    // sendAsync: it completes in the common pool, whose threads others may keep busy.
    HttpClient http = client();
    var pending =
        new FutureTask<HttpResponse<String>>(
            () ->
                http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES)));
    Thread.startVirtualThread(pending);
    try {
      HttpResponse<String> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new ProviderResponse(
          request.uri(),
          response.statusCode(),
          response.headers().firstValue("content-type").orElse(""),
          response.body(),
          RetryHeaders.of(response.headers()));
    } catch (ExecutionException e) {
      throw noResponse("no response from " + request.uri() + ": " + e.getCause());
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw noResponse("no response from " + request.uri() + " within " + timeout);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw noResponse("interrupted while waiting for " + request.uri());
    }
  }

  /**
   * Parses the body of a response.
   *
   * @throws UnavailableException if it is not JSON
   */
  public JsonNode json(ProviderResponse response) {
    try {
      return mapper.readTree(response.body());
    } catch (JsonProcessingException e) {
      // The exception's message may contain parts of the body.
      throw unexpected(response + " with a body that is not JSON");
    }
  }

  /**
   * Returns the failure for a response that makes no sense.
   *
   * @param details for the log, without anything secret
   */
  public static UnavailableException unexpected(String details) {
    return new UnavailableException(
        "the identity provider sent an unexpected response; retry later", new IOException(details));
  }

  static UnavailableException unexpected(ProviderResponse response) {
    return new UnavailableException(
        "the identity provider sent an unexpected response; retry later",
        new ResponseFailure(response));
  }

  private static UnavailableException noResponse(String details) {
    return new UnavailableException(
        "the identity provider is not responding; retry in a few seconds",
        new IOException(details));
  }

  /** Creates the client on first use: most processes never need it. */
  synchronized HttpClient client() {
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
