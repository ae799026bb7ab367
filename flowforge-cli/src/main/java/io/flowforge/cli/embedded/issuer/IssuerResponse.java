package io.flowforge.cli.embedded.issuer;

import java.util.Map;

/**
 * A response of the local issuer.
 *
 * @param body written as JSON
 */
record IssuerResponse(int status, Object body) {

  static IssuerResponse ok(Object body) {
    return new IssuerResponse(200, body);
  }

  /** Returns an error of the token endpoint (RFC 6749). */
  static IssuerResponse oauthError(int status, String error, String description) {
    return new IssuerResponse(status, Map.of("error", error, "error_description", description));
  }

  /** Returns the error of Auth0 for an audience that the client may not have tokens for. */
  static IssuerResponse noService(String audience) {
    return oauthError(403, "access_denied", "Service not found: " + audience);
  }

  /** Returns an error of the management API, in the form of Auth0. */
  static IssuerResponse managementError(int status, String error, String message) {
    return new IssuerResponse(
        status, Map.of("statusCode", status, "error", error, "message", message));
  }
}
