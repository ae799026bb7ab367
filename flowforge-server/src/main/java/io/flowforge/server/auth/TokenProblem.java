package io.flowforge.server.auth;

/** The reasons for which a token is not accepted. */
enum TokenProblem {
  MALFORMED("it cannot be parsed", "the access token is malformed"),
  ALGORITHM("it is not signed with RS256", "the access token is not signed with RS256"),
  EXTENSIONS("it requires extensions", "the access token requires extensions (crit)"),
  NO_KEY_ID("it has no key id (kid)", "the access token has no key id (kid)"),
  UNKNOWN_KEY(
      "it is signed with an unknown key",
      "the access token is signed with a key that the issuer does not publish"),
  SIGNATURE("the signature is invalid", "the signature of the access token is invalid"),
  ISSUER(
      TokenProblem.NOT_VALID_HERE,
      "the access token is from another issuer (iss) than this server's"),
  AUDIENCE(
      TokenProblem.NOT_VALID_HERE,
      "the access token is for another audience (aud) than this server"),
  NO_EXPIRATION(TokenProblem.NOT_VALID_HERE, "the access token has no expiration time (exp)"),
  EXPIRED(TokenProblem.NOT_VALID_HERE, "the access token has expired"),
  NOT_YET_VALID(TokenProblem.NOT_VALID_HERE, "the access token is not valid yet (nbf)"),
  ISSUED_IN_FUTURE(TokenProblem.NOT_VALID_HERE, "the access token was issued in the future (iat)"),
  NO_SUBJECT("it has no subject (sub)", "the access token has no subject (sub)");

  private static final String NOT_VALID_HERE =
      "it has expired, is not valid yet, or was not issued for this server";

  private final String text;
  private final String description;

  TokenProblem(String text, String description) {
    this.text = text;
    this.description = description;
  }

  /** Returns the text for the body of the response, which clients know. */
  String text() {
    return text;
  }

  /** Returns the {@code error_description} of RFC 6750: ASCII without quotes and backslashes. */
  String description() {
    return description;
  }
}
