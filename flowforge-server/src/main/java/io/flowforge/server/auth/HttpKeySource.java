package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ProviderHttp;
import io.flowforge.identity.ProviderResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;

/** Fetches the issuer's keys over HTTP, with limits on time and size. */
final class HttpKeySource implements KeySource, AutoCloseable {

  /** The maximum time for a whole response. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final IssuerConfig issuer;
  private final ProviderHttp http;

  HttpKeySource(IssuerConfig issuer, ObjectMapper mapper, Duration timeout) {
    this.issuer = issuer;
    this.http = new ProviderHttp(mapper, timeout);
  }

  @Override
  public Map<String, RSAPublicKey> fetch() throws IOException {
    URI uri = issuer.jwksUri();
    if (uri == null) {
      uri = new DiscoveryDocument(json(issuer.discoveryUri())).jwksUriFor(issuer);
    }
    Map<String, RSAPublicKey> keys = KeySet.keysIn(json(uri));
    if (keys.isEmpty()) {
      throw new IOException(uri + " contains no RSA key for RS256 with at least 2048 bits");
    }
    return keys;
  }

  @Override
  public void close() {
    http.close();
  }

  private JsonNode json(URI uri) throws IOException {
    try {
      ProviderResponse response = http.send(HttpRequest.newBuilder(uri));
      if (response.status() != 200) {
        throw new IOException(response.toString());
      }
      return http.json(response);
    } catch (UnavailableException e) {
      // Its message is for the caller of the API; the cause is for the log.
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }
}
