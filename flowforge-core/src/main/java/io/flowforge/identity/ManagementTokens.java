package io.flowforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.UnavailableException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the token for the Management API, which is kept until shortly before it expires. While
 * one caller fetches a token, all others wait for the result, or the failure, and share it. Safe
 * for use by many threads.
 */
final class ManagementTokens {

  /**
   * The time before its expiry at which a token is renewed, so that it cannot expire in transit.
   */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** The characters that are allowed in a header. */
  private static final CharacterSet TOKEN = CharacterSet.of("!-~");

  private final Auth0Settings settings;
  private final ProviderHttp http;
  private final InstantSource clock;
  private @Nullable CompletableFuture<Token> latest;

  ManagementTokens(Auth0Settings settings, ProviderHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /** A token and the time from which it must be renewed. */
  record Token(String value, Instant renewAt) {

    /** Omits the token itself. */
    @Override
    public String toString() {
      return "token until " + renewAt;
    }
  }

  /**
   * Returns a token that should be valid.
   *
   * @throws UnavailableException if the provider issues none
   */
  Token current() {
    CompletableFuture<Token> pending;
    boolean isFetcher = false;
    synchronized (this) {
      if (latest == null || isStale(latest)) {
        latest = new CompletableFuture<>();
        isFetcher = true;
      }
      pending = latest;
    }
    if (isFetcher) {
      complete(pending);
    }
    try {
      return pending.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UnavailableException down ? down : e;
    }
  }

  /** Discards a token that the API has rejected, unless it has been replaced already. */
  synchronized void drop(Token rejected) {
    if (latest != null && latest.isDone() && !latest.isCompletedExceptionally()) {
      if (latest.join().equals(rejected)) {
        latest = null;
      }
    }
  }

  private boolean isStale(CompletableFuture<Token> pending) {
    return pending.isDone()
        && (pending.isCompletedExceptionally()
            || !clock.instant().isBefore(pending.join().renewAt()));
  }

  private void complete(CompletableFuture<Token> pending) {
    try {
      pending.complete(fetch());
    } catch (RuntimeException | Error e) {
      // Otherwise the other callers would wait forever.
      pending.completeExceptionally(e);
    }
  }

  private Token fetch() {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&audience=%s"
            .formatted(
                PercentEncoding.encodeForForm(settings.clientId()),
                PercentEncoding.encodeForForm(settings.clientSecret()),
                PercentEncoding.encodeForForm(settings.audience()));
    Instant requestedAt = clock.instant();
    ProviderResponse response =
        http.send(
            HttpRequest.newBuilder(URI.create(settings.provider() + "oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    if (response.status() == 401 || response.status() == 403) {
      throw new UnavailableException(
          "the identity provider rejects this server's credentials; check MANAGEMENT_API_CLIENT,"
              + " MANAGEMENT_API_SECRET and MANAGEMENT_API_AUDIENCE",
          new ResponseFailure(response));
    }
    if (response.status() != 200) {
      throw ProviderHttp.unexpected(response);
    }
    JsonNode body = http.json(response);
    String value = body.path("access_token").asText();
    Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong());
    if (value.isEmpty() || !TOKEN.containsAll(value) || !lifetime.isPositive()) {
      throw ProviderHttp.unexpected(response + " without a usable token");
    }
    Duration margin = MARGIN.compareTo(lifetime.dividedBy(2)) < 0 ? MARGIN : lifetime.dividedBy(2);
    return new Token(value, requestedAt.plus(lifetime).minus(margin));
  }
}
