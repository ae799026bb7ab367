package io.flowforge.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the issuer for its keys over HTTP, with bounds on time and size. */
final class HttpKeySource implements KeySource, AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_BYTES = 256 * 1024;

  private final IssuerConfig issuer;
  private final ObjectMapper mapper;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpKeySource(IssuerConfig issuer, ObjectMapper mapper) {
    this.issuer = issuer;
    this.mapper = mapper;
  }

  @Override
  public Map<String, RSAPublicKey> fetch() throws IOException {
    URI uri = issuer.jwksUri() == null ? discovered() : issuer.jwksUri();
    Map<String, RSAPublicKey> keys = KeySet.keysIn(json(uri));
    if (keys.isEmpty()) {
      throw new IOException(uri + " has no RSA key of 2048 bits or more for RS256");
    }
    return keys;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private URI discovered() throws IOException {
    URI uri = issuer.discoveryUri();
    JsonNode document = json(uri);
    String named = document.path("issuer").asText();
    if (!named.equals(issuer.issuer())) {
      throw new IOException(uri + " speaks for the issuer '" + named + "'");
    }
    URI jwks = uri.resolve(document.path("jwks_uri").asText());
    if (!String.valueOf(jwks.getScheme()).equals(uri.getScheme())) {
      throw new IOException(uri + " sends us to another scheme: " + jwks);
    }
    return jwks;
  }

  private JsonNode json(URI uri) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json").build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    try {
      return mapper.readTree(response.body());
    } catch (JsonProcessingException e) {
      // Its message quotes the body over several lines.
      throw new IOException(uri + " answered something that is not JSON", e);
    }
  }

  /** The client's own time-out ends with the headers; this one covers the body too. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no answer from " + request.uri(), e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer from " + request.uri() + " within " + TIMEOUT, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + request.uri(), e);
    }
  }
}
