package io.flowforge.cli.embedded.issuer.browser;

import io.flowforge.scan.CharacterSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client may ask of {@code /authorize}.
 *
 * @param issuer the {@code iss} of tokens
 * @param audience the only audience that people get tokens for
 * @param clients the ids of the public clients
 */
public record AuthorizeRules(
    String issuer, String audience, Set<String> clients, RedirectRules redirects) {

  /** The length of a SHA-256 hash in base64url. */
  private static final int CHALLENGE_LENGTH = 43;

  private static final int MAX_STATE_LENGTH = 2000;

  /** The value of {@code prompt} in OpenID Connect Core 1.0, section 3.1.2.1. */
  private static final String SILENT = "none";

  /** An error of RFC 6749, section 4.1.2.1. */
  record Problem(String error, String description) {}

  Optional<Problem> problemOf(Map<String, String> query) {
    if (!query.getOrDefault("response_type", "").equals("code")) {
      return problem("unsupported_response_type", "response_type must be code");
    }
    if (!query.getOrDefault("code_challenge_method", "").equals("S256")
        || query.getOrDefault("code_challenge", "").length() != CHALLENGE_LENGTH) {
      return problem("invalid_request", "PKCE is required: a code_challenge with S256");
    }
    if (query.getOrDefault("state", "").length() > MAX_STATE_LENGTH) {
      return problem("invalid_request", "state is too long");
    }
    if (prompts(query).contains(SILENT) && !isSilent(query)) {
      return problem("invalid_request", "prompt=none excludes other values of prompt");
    }
    String asked = query.getOrDefault("audience", audience);
    return asked.equals(audience)
        ? Optional.empty()
        : problem("access_denied", "Service not found: " + asked);
  }

  /** Returns whether the client asks for an answer without a page. */
  static boolean isSilent(Map<String, String> query) {
    return prompts(query).equals(List.of(SILENT));
  }

  private static List<String> prompts(Map<String, String> query) {
    return CharacterSet.BLANKS.split(query.getOrDefault("prompt", "")).stream()
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static Optional<Problem> problem(String error, String description) {
    return Optional.of(new Problem(error, description));
  }
}
