package io.flowforge.cli.embedded;

import java.util.Map;

/**
 * What the local issuer answers.
 *
 * @param body written as JSON
 */
record IssuerAnswer(int status, Object body) {

  static IssuerAnswer ok(Object body) {
    return new IssuerAnswer(200, body);
  }

  /** An error of the token endpoint, as in RFC 6749. */
  static IssuerAnswer oauthError(int status, String error, String description) {
    return new IssuerAnswer(status, Map.of("error", error, "error_description", description));
  }

  /** An error of the management API, as Auth0 writes it. */
  static IssuerAnswer managementError(int status, String error, String message) {
    return new IssuerAnswer(
        status, Map.of("statusCode", status, "error", error, "message", message));
  }
}
