package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ProviderHttp;
import io.flowforge.identity.ProviderResponse;
import io.flowforge.trace.LogEvent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches the issuer's keys over HTTP, with limits on time and size. */
final class HttpKeySource implements KeySource, AutoCloseable {

  /** The maximum time for a whole response. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * The maximum time of a look at the discovery document that only confirms the name. It is less
   * than a readiness check may take, because an issuer is ready without it.
   */
  private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(1);

  /** How soon an issuer that did not respond is asked for its name again. */
  static final Duration CONFIRMATION_INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(HttpKeySource.class.getName());

  private final IssuerConfig issuer;
  private final ProviderHttp http;
  private final ProviderHttp confirmingHttp;
  private final InstantSource clock;

  /** True once there is nothing more to find out about the name of the issuer. */
  private volatile boolean isConfirmed;

  /** Until then nobody asks for the name of the issuer. */
  private volatile Instant confirmableFrom = Instant.MIN;

  private volatile @Nullable URI tokenEndpoint;

  /**
   * Creates a source.
   *
   * @param timeout the maximum time of a call for keys
   */
  HttpKeySource(IssuerConfig issuer, ObjectMapper mapper, Duration timeout, InstantSource clock) {
    this.issuer = issuer;
    this.http = new ProviderHttp(mapper, timeout);
    this.confirmingHttp = new ProviderHttp(mapper, CONFIRMATION_TIMEOUT);
    this.clock = clock;
  }

  @Override
  public Map<String, RSAPublicKey> fetch() throws IOException {
    try {
      URI uri = issuer.jwksUri();
      if (uri == null) {
        var document = new DiscoveryDocument(json(issuer.discoveryUri()));
        uri = document.jwksUriFor(issuer);
        tokenEndpoint = document.tokenEndpointFor(issuer).orElse(null);
      }
      Map<String, RSAPublicKey> keys = KeySet.keysIn(json(uri));
      if (keys.isEmpty()) {
        throw new IOException(uri + " contains no RSA key for RS256 with at least 2048 bits");
      }
      return keys;
    } catch (IOException e) {
      throw new IOException(
          "no keys of the issuer %s (%s); check OIDC_ISSUER and OIDC_JWKS_URI, or AUTH0_DOMAIN"
              .formatted(issuer.issuer(), e.getMessage()),
          e);
    }
  }

  /**
   * Checks that the issuer calls itself what the configuration calls it. Discovery did so if it was
   * used for the keys. An issuer without a discovery document may be right; so may one that does
   * not respond now, which is asked again later.
   *
   * @throws UnavailableException if it has another name, so that none of its tokens is accepted
   */
  void requireSameIssuer() {
    Instant now = clock.instant();
    if (issuer.jwksUri() == null || isConfirmed || now.isBefore(confirmableFrom)) {
      return;
    }
    Optional<JsonNode> document;
    try {
      document = publishedDocument();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, LogEvent.of("issuer_not_confirmed").with("reason", e));
      confirmableFrom = now.plus(CONFIRMATION_INTERVAL);
      return;
    }
    document.ifPresent(this::requireSameName);
    isConfirmed = true;
  }

  /** Returns the discovery document; empty if the issuer has none. */
  private Optional<JsonNode> publishedDocument() throws IOException {
    try {
      ProviderResponse response =
          confirmingHttp.send(HttpRequest.newBuilder(issuer.discoveryUri()));
      if (response.status() >= 500) {
        throw new IOException(response.toString());
      }
      return response.status() == 200
          ? Optional.of(confirmingHttp.json(response))
          : Optional.empty();
    } catch (UnavailableException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private void requireSameName(JsonNode document) {
    String published = document.path("issuer").asText();
    if (!published.isEmpty() && !published.equals(issuer.issuer())) {
      throw new UnavailableException(
          "the identity provider calls itself '%s', not '%s'; correct OIDC_ISSUER or AUTH0_DOMAIN"
              .formatted(published, issuer.issuer()));
    }
    tokenEndpoint = new DiscoveryDocument(document).tokenEndpointFor(issuer).orElse(null);
  }

  /** Returns where the issuer issues tokens; empty as long as no discovery document says it. */
  Optional<URI> tokenEndpoint() {
    return Optional.ofNullable(tokenEndpoint);
  }

  @Override
  public void close() {
    http.close();
    confirmingHttp.close();
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
