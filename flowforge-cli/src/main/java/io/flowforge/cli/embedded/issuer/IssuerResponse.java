package io.flowforge.cli.embedded.issuer;

import java.util.Map;

/**
 * What the local issuer answers.
 *
 * @param body written as JSON
 */
record IssuerResponse(int status, Object body) {

  static IssuerResponse ok(Object body) {
    return new IssuerResponse(200, body);
  }

  /** An error of the token endpoint, as in RFC 6749. */
  static IssuerResponse oauthError(int status, String error, String description) {
    return new IssuerResponse(status, Map.of("error", error, "error_description", description));
  }

  /** An error of the management API, as Auth0 writes it. */
  static IssuerResponse managementError(int status, String error, String message) {
    return new IssuerResponse(
        status, Map.of("statusCode", status, "error", error, "message", message));
  }
}
