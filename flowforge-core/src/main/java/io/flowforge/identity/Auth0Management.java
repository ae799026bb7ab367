package io.flowforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ManagementTokens.Token;
import io.flowforge.identity.ProviderHttp.Answer;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider's records of people, by Auth0's Management API. Safe for use by many
 * threads.
 *
 * @see <a href="https://auth0.com/docs/api/management/v2">Auth0 Management API</a>
 */
public final class Auth0Management implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final @Nullable Auth0Settings settings;
  private final ProviderHttp http;
  private final @Nullable ManagementTokens tokens;

  /**
   * Connects to nothing yet.
   *
   * @param settings null when there are none, so that nobody can be looked up
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

  /**
   * What the provider knows of a person.
   *
   * @throws NotFoundException when it does not know the person
   * @throws UnavailableException when it does not answer, gives an answer that makes no sense, or
   *     when this server was not told how to ask
   */
  public ProviderUser user(String userId) {
    if (settings == null || tokens == null) {
      throw new UnavailableException(
          "this server cannot look up people at the identity provider: " + Auth0Settings.HINT,
          new IOException("MANAGEMENT_API_CLIENT is not set"));
    }
    URI uri = URI.create(settings.provider() + "api/v2/users/" + PercentEncoding.encode(userId));
    Token token = tokens.current();
    Answer answer = http.send(asking(uri, token));
    if (answer.status() == 401) {
      // Revoked before its time. Once: a fresh one that is refused too will not get better.
      tokens.drop(token);
      answer = http.send(asking(uri, tokens.current()));
    }
    return userIn(answer, userId);
  }

  @Override
  public void close() {
    http.close();
  }

  private ProviderUser userIn(Answer answer, String userId) {
    return switch (answer.status()) {
      case 200 -> parsed(http.json(answer), userId);
      // 400 is its answer to what does not look like an id, such as that of a machine.
      case 400, 404 -> throw new NotFoundException("the identity provider knows no user " + userId);
      case 401, 403 ->
          throw new UnavailableException(
              "the identity provider does not let this server read users: grant read:users to the"
                  + " client in MANAGEMENT_API_CLIENT",
              new IOException(answer.toString()));
      case 429 ->
          throw new UnavailableException(
              "the identity provider is asked too often; try again in a minute",
              new IOException(answer.toString()));
      default -> throw ProviderHttp.odd(answer.toString());
    };
  }

  private static ProviderUser parsed(JsonNode user, String userId) {
    String email = user.path("email").asText("");
    String provider = user.path("identities").path(0).path("provider").asText();
    if (!user.path("user_id").asText().equals(userId) || provider.isBlank()) {
      throw ProviderHttp.odd("not a record of user " + userId);
    }
    if ((email + provider).codePoints().anyMatch(Character::isISOControl)) {
      throw ProviderHttp.odd("control characters in the record of user " + userId);
    }
    return new ProviderUser(userId, email, provider);
  }

  private static HttpRequest.Builder asking(URI uri, Token token) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token.value());
  }
}
