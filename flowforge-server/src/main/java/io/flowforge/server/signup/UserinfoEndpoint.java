package io.flowforge.server.signup;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ProviderHttp;
import io.flowforge.identity.ProviderResponse;
import io.flowforge.server.auth.DiscoveryDocument;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.trace.LogEvent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's userinfo endpoint, as its discovery document names it. The document is fetched when
 * it is first needed and when it is old. If that fails, what is known stays. Thread-safe.
 */
final class UserinfoEndpoint {

  /** Documents of this age are fetched again. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  /** The minimum time between a failure and the next attempt. */
  static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(UserinfoEndpoint.class.getName());

  private final IssuerConfig issuer;
  private final ProviderHttp http;
  private final LongSupplier nanos;
  private @Nullable Known known;
  private @Nullable Failure failure;

  private record Known(Optional<URI> uri, long at) {}

  private record Failure(UnavailableException exception, long at) {}

  /**
   * Creates the endpoint; nothing is fetched yet.
   *
   * @param nanos a clock that never goes back
   */
  UserinfoEndpoint(IssuerConfig issuer, ProviderHttp http, LongSupplier nanos) {
    this.issuer = issuer;
    this.http = http;
    this.nanos = nanos;
  }

  /**
   * Returns the endpoint, or empty if the issuer has none to which tokens may be sent.
   *
   * @throws UnavailableException if the issuer does not tell
   */
  synchronized Optional<URI> current() {
    long now = nanos.getAsLong();
    Known before = known;
    if (before != null && now - before.at < MAX_AGE.toNanos()) {
      return before.uri;
    }
    if (failure == null || now - failure.at >= MIN_INTERVAL.toNanos()) {
      try {
        before = new Known(fetch(), now);
        known = before;
        failure = null;
      } catch (UnavailableException e) {
        failure = new Failure(e, now);
        LOG.log(
            Level.WARNING,
            LogEvent.of("userinfo_not_found").with("reason", String.valueOf(e.getCause())));
      }
    }
    if (before == null) {
      UnavailableException last = failure == null ? notFetched() : failure.exception;
      throw new UnavailableException(last.userMessage(), last);
    }
    return before.uri;
  }

  private Optional<URI> fetch() {
    ProviderResponse response = http.send(HttpRequest.newBuilder(issuer.discoveryUri()));
    if (response.status() != 200) {
      throw ProviderHttp.unexpected(response.toString());
    }
    var document = new DiscoveryDocument(http.json(response));
    try {
      document.requireIssuer(issuer);
    } catch (IOException e) {
      throw ProviderHttp.unexpected(String.valueOf(e.getMessage()));
    }
    try {
      return document.userinfoEndpointFor(issuer);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("userinfo_not_usable").with("reason", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static UnavailableException notFetched() {
    return ProviderHttp.unexpected("not fetched yet");
  }
}
