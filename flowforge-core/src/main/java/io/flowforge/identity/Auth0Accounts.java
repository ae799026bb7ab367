package io.flowforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.AccountReply.Accounts;
import io.flowforge.identity.AccountReply.Busy;
import io.flowforge.identity.AccountReply.Exists;
import io.flowforge.identity.AccountReply.NoApi;
import io.flowforge.identity.AccountReply.NotAllowed;
import io.flowforge.identity.ManagementTokens.Token;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client of Auth0's Management API that finds and creates accounts. It makes one attempt; a
 * failure that may pass is a reply, too. For use by one thread.
 *
 * @see <a href="https://auth0.com/docs/api/management/v2">Auth0 Management API</a>
 */
public final class Auth0Accounts implements AutoCloseable {

  /** Creating an account includes a slow hash of the password. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI api;
  private final ObjectMapper mapper;
  private final InstantSource clock;
  private final ProviderHttp http;
  private final ManagementTokens tokens;

  public Auth0Accounts(Auth0Settings settings, ObjectMapper mapper, InstantSource clock) {
    this(settings, mapper, clock, TIMEOUT);
  }

  Auth0Accounts(
      Auth0Settings settings, ObjectMapper mapper, InstantSource clock, Duration timeout) {
    this.mapper = mapper;
    this.clock = clock;
    api = settings.provider().resolve(settings.provider().getPath() + "api/v2/");
    http = new ProviderHttp(mapper, timeout);
    tokens = new ManagementTokens(settings, http, clock);
  }

  /** Finds the accounts with an e-mail address, which must have the case that is stored. */
  public AccountReply withEmail(String email) {
    URI uri = api.resolve("users-by-email?email=" + PercentEncoding.encode(email));
    return reply(HttpRequest.newBuilder(uri), "");
  }

  /** Finds the account with an id; there is none if the list is empty. */
  public AccountReply withId(String userId) {
    URI uri = api.resolve("users/" + PercentEncoding.encode(userId));
    AccountReply reply = reply(HttpRequest.newBuilder(uri), "");
    return reply instanceof NoApi ? new Accounts(List.of()) : reply;
  }

  /** Creates an account. */
  public AccountReply create(NewAccount account) {
    String body =
        mapper
            .createObjectNode()
            .put("connection", account.connection())
            .put("user_id", account.id())
            .put("email", account.email())
            .put("name", account.name())
            .put("password", account.password())
            .toString();
    return reply(
        HttpRequest.newBuilder(api.resolve("users"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        account.password());
  }

  @Override
  public void close() {
    http.close();
  }

  /**
   * Sends a request.
   *
   * @param secret what the reply must not contain
   */
  private AccountReply reply(HttpRequest.Builder request, String secret) {
    try {
      Token token = tokens.current();
      ProviderResponse response = http.send(authorized(request, token));
      if (response.status() == 401) {
        // The token was revoked early. One retry is enough: it uses a new token.
        tokens.drop(token);
        response = http.send(authorized(request, tokens.current()));
      }
      return reply(response, secret);
    } catch (UnavailableException e) {
      return failed(e);
    }
  }

  private AccountReply reply(ProviderResponse response, String secret) {
    int status = response.status();
    return switch (status) {
      case 200, 201 -> accounts(http.json(response));
      case 401, 403 -> new NotAllowed("status " + status);
      case 301, 302, 303, 307, 308, 404, 405 -> new NoApi(api);
      case 409 -> new Exists();
      case 408, 425, 429 -> busy("status " + status, status == 429, response.retry());
      default ->
          status >= 500
              ? busy("status " + status, false, response.retry())
              : ProviderRefusal.reply(mapper, response, secret);
    };
  }

  private AccountReply failed(UnavailableException failure) {
    if (failure.getCause() instanceof ResponseFailure response) {
      return response.status() == 401 || response.status() == 403
          ? new NotAllowed("no token")
          : busy(
              "status " + response.status() + " instead of a token",
              response.status() == 429,
              response.retry());
    }
    return new Busy(failure.userMessage(), false, Optional.empty());
  }

  private Busy busy(String reason, boolean isRateLimit, RetryHeaders retry) {
    return new Busy(reason, isRateLimit, retry.delay(clock.instant()));
  }

  private static AccountReply accounts(JsonNode body) {
    List<ProviderAccount> accounts = new ArrayList<>();
    for (JsonNode user : body.isArray() ? body : List.of(body)) {
      String userId = user.path("user_id").asText("");
      if (userId.isEmpty()) {
        throw ProviderHttp.unexpected("a record without user_id");
      }
      accounts.add(new ProviderAccount(userId, user.path("email").asText("")));
    }
    return new Accounts(accounts);
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request, Token token) {
    return request.copy().setHeader("Authorization", "Bearer " + token.value());
  }
}
