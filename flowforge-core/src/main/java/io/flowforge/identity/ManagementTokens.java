package io.flowforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ProviderHttp.Answer;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token for the management API: fetched when it is needed, kept until shortly before it
 * expires. While one caller fetches it, all others wait for that answer and share it, a failure
 * too. Safe for use by many threads.
 */
final class ManagementTokens {

  /** So that a token does not expire on its way. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** What fits a header. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final Auth0Settings settings;
  private final ProviderHttp http;
  private final InstantSource clock;
  private @Nullable CompletableFuture<Token> latest;

  ManagementTokens(Auth0Settings settings, ProviderHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /** A token and the moment from which on a new one is better. */
  record Token(String value, Instant renewAt) {

    /** Nothing that lets anybody in. */
    @Override
    public String toString() {
      return "token until " + renewAt;
    }
  }

  /**
   * A token that should be good.
   *
   * @throws UnavailableException when the provider gives none
   */
  Token current() {
    CompletableFuture<Token> flight;
    boolean isMine = false;
    synchronized (this) {
      if (latest == null || isStale(latest)) {
        latest = new CompletableFuture<>();
        isMine = true;
      }
      flight = latest;
    }
    if (isMine) {
      land(flight);
    }
    try {
      return flight.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UnavailableException down ? down : e;
    }
  }

  /** Forgets a token that the API has refused, unless there is a newer one already. */
  synchronized void drop(Token refused) {
    if (latest != null && latest.isDone() && !latest.isCompletedExceptionally()) {
      if (latest.join().equals(refused)) {
        latest = null;
      }
    }
  }

  private boolean isStale(CompletableFuture<Token> flight) {
    return flight.isDone()
        && (flight.isCompletedExceptionally()
            || !clock.instant().isBefore(flight.join().renewAt()));
  }

  private void land(CompletableFuture<Token> flight) {
    try {
      flight.complete(fetch());
    } catch (RuntimeException | Error e) {
      // Whoever waits must never wait for ever.
      flight.completeExceptionally(e);
    }
  }

  private Token fetch() {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&audience=%s"
            .formatted(
                PercentEncoding.encode(settings.clientId()),
                PercentEncoding.encode(settings.clientSecret()),
                PercentEncoding.encode(settings.audience()));
    Instant asked = clock.instant();
    Answer answer =
        http.send(
            HttpRequest.newBuilder(URI.create(settings.provider() + "oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    if (answer.status() == 401 || answer.status() == 403) {
      throw new UnavailableException(
          "the identity provider does not let this server in: check MANAGEMENT_API_CLIENT,"
              + " MANAGEMENT_API_SECRET and MANAGEMENT_API_AUDIENCE",
          new IOException(answer.toString()));
    }
    if (answer.status() != 200) {
      throw ProviderHttp.odd(answer.toString());
    }
    JsonNode body = http.json(answer);
    String value = body.path("access_token").asText();
    Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong());
    if (!TOKEN.matcher(value).matches() || !lifetime.isPositive()) {
      throw ProviderHttp.odd(answer + " without a token that lasts");
    }
    Duration margin = MARGIN.compareTo(lifetime.dividedBy(2)) < 0 ? MARGIN : lifetime.dividedBy(2);
    return new Token(value, asked.plus(lifetime).minus(margin));
  }
}
