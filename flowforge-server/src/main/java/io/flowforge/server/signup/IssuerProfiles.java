package io.flowforge.server.signup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.identity.ProviderHttp;
import io.flowforge.identity.ProviderResponse;
import io.flowforge.server.auth.IssuerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the token issuer says about people: in the claims of their access tokens, and at its
 * userinfo endpoint (OpenID Connect Core 1.0, section 5.3). Thread-safe.
 */
final class IssuerProfiles implements AutoCloseable {

  /** The maximum time for a whole response. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ObjectMapper mapper;
  private final IssuerConfig issuer;
  private final Admission admission;
  private final ProviderHttp http;
  private final UserinfoEndpoint endpoint;

  IssuerProfiles(IssuerConfig issuer, ObjectMapper mapper, Duration timeout, LongSupplier nanos) {
    this.issuer = issuer;
    this.mapper = mapper;
    admission = new Admission(issuer.emails());
    http = new ProviderHttp(mapper, timeout);
    endpoint = new UserinfoEndpoint(issuer, http, nanos);
  }

  /** Returns the person if the claims of the token are enough. */
  Optional<Newcomer> inToken(String userId, String token) {
    ProfileClaims claims = claimsOf(token);
    return admission.isEnough(claims)
        ? Optional.of(admission.admit(userId, claims))
        : Optional.empty();
  }

  /**
   * Asks the issuer about the person.
   *
   * @throws ForbiddenException if the person may not sign up
   * @throws UnavailableException if the issuer does not respond as it should, or cannot be asked
   */
  Newcomer ask(String userId, String token) {
    Optional<URI> uri = endpoint.current();
    if (uri.isPresent()) {
      return admission.admit(userId, userinfo(uri.get(), userId, token));
    }
    ProfileClaims claims = claimsOf(token);
    if (claims.email().isEmpty()) {
      throw new UnavailableException(
          "this server cannot look up users: the access token has no claim email, and the issuer"
              + " has no userinfo endpoint of its own; let it put email and %s into access tokens, or "
                  .formatted(issuer.emails().verifiedClaim())
              + Auth0Settings.HINT,
          new IOException("no claim email, no usable userinfo_endpoint, no MANAGEMENT_API_CLIENT"));
    }
    return admission.admit(userId, claims);
  }

  @Override
  public void close() {
    http.close();
  }

  private ProfileClaims claimsOf(String token) {
    return ProfileClaims.ofToken(mapper, token, issuer.emails());
  }

  private ProfileClaims userinfo(URI uri, String userId, String token) {
    ProviderResponse response =
        http.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token));
    return switch (response.status()) {
      case 200 -> claims(response, userId);
      // RFC 6750, section 3.1: the token was not issued for this endpoint, or lacks a scope.
      case 400, 401, 403 ->
          throw new ForbiddenException(
              "the identity provider does not say who you are (status %d of its userinfo endpoint); sign in with the scopes openid, profile and email, and then sign up"
                  .formatted(response.status()));
      case 429 ->
          throw new UnavailableException(
              "the identity provider received too many requests; retry in a minute",
              new IOException(response.toString()));
      default -> throw ProviderHttp.unexpected(response.toString());
    };
  }

  private ProfileClaims claims(ProviderResponse response, String userId) {
    if (response.contentType().toLowerCase(Locale.ROOT).startsWith("application/jwt")) {
      throw ProviderHttp.unexpected(
          response + " as a signed JWT; turn off the signing of userinfo at the issuer");
    }
    ProfileClaims claims;
    try {
      claims = ProfileClaims.read(mapper, response.body(), issuer.emails());
    } catch (IOException e) {
      // The exception's message may contain parts of the body.
      throw ProviderHttp.unexpected(response + " with a body that is no JSON object of claims");
    }
    // Section 5.3.2: otherwise somebody else's claims could be used for this person.
    if (!claims.subject().equals(userId)) {
      throw ProviderHttp.unexpected(response + " with the claims of another subject (sub)");
    }
    return claims;
  }
}
