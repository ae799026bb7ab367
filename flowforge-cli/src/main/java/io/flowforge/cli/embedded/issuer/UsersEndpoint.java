package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * The users of the management API. Created users are lost at a restart.
 *
 * @see <a href="https://auth0.com/docs/api/management/v2">Auth0 Management API</a>
 */
final class UsersEndpoint {

  private final IssuerUsers users;
  private final Function<String, Optional<String>> subjects;

  /**
   * @param subjects returns the subject of a valid access token
   */
  UsersEndpoint(IssuerUsers users, Function<String, Optional<String>> subjects) {
    this.users = users;
    this.subjects = subjects;
  }

  /** Tells whose access token it is (OpenID Connect Core 1.0, section 5.3). */
  IssuerResponse userinfo(String token) {
    return subjects
        .apply(token)
        .flatMap(users::find)
        .map(
            user ->
                IssuerResponse.ok(
                    Map.of(
                        "sub", user.userId(),
                        "name", user.name(),
                        "email", user.email(),
                        "email_verified", true)))
        .orElseGet(
            () -> IssuerResponse.oauthError(401, "invalid_token", "not the token of a person"));
  }

  IssuerResponse find(String userId) {
    return users
        .find(userId)
        .map(user -> IssuerResponse.ok(shape(user)))
        .orElseGet(
            () -> IssuerResponse.managementError(404, "Not Found", "The user does not exist."));
  }

  IssuerResponse findByEmail(String email) {
    return email.isBlank()
        ? IssuerResponse.managementError(
            400, "Bad Request", "Query validation error: email missing")
        : IssuerResponse.ok(users.findByEmail(email).stream().map(UsersEndpoint::shape).toList());
  }

  /**
   * Creates a user from {@code connection}, {@code email}, {@code password}, and optionally {@code
   * name} and {@code user_id}.
   */
  IssuerResponse create(JsonNode body) {
    for (String name : List.of("connection", "email", "password")) {
      if (body.path(name).asText().isBlank()) {
        return IssuerResponse.managementError(
            400, "Bad Request", "Payload validation error: Missing required property: " + name);
      }
    }
    String connection = body.path("connection").asText();
    String provider = IssuerUser.providerOf(connection);
    if (provider.equals(connection)) {
      // Users of other providers come into being when they sign in.
      return IssuerResponse.managementError(400, "Bad Request", "The connection does not exist.");
    }
    // Auth0, too, stores addresses in lower case.
    String email = body.path("email").asText().toLowerCase(Locale.ROOT);
    // Auth0, too, prefixes a given id with the provider.
    String id = body.path("user_id").asText(UUID.randomUUID().toString().replace("-", ""));
    var user =
        new IssuerUser(
            provider + "|" + id,
            email,
            body.path("name").asText(email),
            provider,
            body.path("password").asText());
    return users.add(user)
        ? new IssuerResponse(201, shape(user))
        : IssuerResponse.managementError(409, "Conflict", "The user already exists.");
  }

  private static Map<String, Object> shape(IssuerUser user) {
    String id = user.userId().substring(user.userId().indexOf('|') + 1);
    return new TreeMap<>(
        Map.of(
            "user_id", user.userId(),
            "email", user.email(),
            "email_verified", true,
            "name", user.name(),
            "nickname", user.name(),
            "identities",
                List.of(
                    Map.of(
                        "provider", user.provider(),
                        "user_id", id,
                        "connection", user.connection(),
                        "isSocial", user.isSocial()))));
  }
}
