package io.flowforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ManagementTokens.Token;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of Auth0's Management API that reads user records. Safe for use by many threads.
 *
 * @see <a href="https://auth0.com/docs/api/management/v2">Auth0 Management API</a>
 */
public final class Auth0Management implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final @Nullable Auth0Settings settings;
  private final ProviderHttp http;
  private final @Nullable ManagementTokens tokens;

  /**
   * Creates the client; it connects when it is first used.
   *
   * @param settings null if users cannot be looked up
   */
  public Auth0Management(
      @Nullable Auth0Settings settings, ObjectMapper mapper, InstantSource clock) {
    this(settings, mapper, clock, TIMEOUT);
  }

  Auth0Management(
      @Nullable Auth0Settings settings,
      ObjectMapper mapper,
      InstantSource clock,
      Duration timeout) {
    this.settings = settings;
    http = new ProviderHttp(mapper, timeout);
    tokens = settings == null ? null : new ManagementTokens(settings, http, clock);
  }

  /** Returns whether this server has the settings for it. */
  public boolean isConfigured() {
    return settings != null;
  }

  /**
   * Returns the provider's record of a user.
   *
   * @throws NotFoundException if the provider has no such user
   * @throws UnavailableException if the provider does not respond or sends an unexpected response,
   *     or if this server has no settings for it
   */
  public ProviderUser user(String userId) {
    if (settings == null || tokens == null) {
      throw new UnavailableException(
          "this server cannot look up users at the identity provider: " + Auth0Settings.HINT,
          new IOException("MANAGEMENT_API_CLIENT is not set"));
    }
    URI uri = URI.create(settings.provider() + "api/v2/users/" + PercentEncoding.encode(userId));
    Token token = tokens.current();
    ProviderResponse response = http.send(get(uri, token));
    if (response.status() == 401) {
      // The token was revoked early. One retry is enough: it uses a new token.
      tokens.drop(token);
      response = http.send(get(uri, tokens.current()));
    }
    return userIn(response, userId);
  }

  @Override
  public void close() {
    http.close();
  }

  private ProviderUser userIn(ProviderResponse response, String userId) {
    return switch (response.status()) {
      case 200 -> parsed(http.json(response), userId);
      // It returns 400 for ids that are not those of users, such as a machine's.
      case 400, 404 -> throw new NotFoundException("the identity provider has no user " + userId);
      case 401, 403 ->
          throw new UnavailableException(
              "the identity provider does not allow this server to read users; grant read:users to"
                  + " the client in MANAGEMENT_API_CLIENT",
              new IOException(response.toString()));
      case 429 ->
          throw new UnavailableException(
              "the identity provider received too many requests; retry in a minute",
              new IOException(response.toString()));
      default -> throw ProviderHttp.unexpected(response.toString());
    };
  }

  private static ProviderUser parsed(JsonNode user, String userId) {
    String email = user.path("email").asText("");
    String provider = user.path("identities").path(0).path("provider").asText();
    if (!user.path("user_id").asText().equals(userId) || provider.isBlank()) {
      throw ProviderHttp.unexpected("not a record of user " + userId);
    }
    if ((email + provider).codePoints().anyMatch(Character::isISOControl)) {
      throw ProviderHttp.unexpected("control characters in the record of user " + userId);
    }
    return new ProviderUser(userId, email, provider);
  }

  private static HttpRequest.Builder get(URI uri, Token token) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token.value());
  }
}
