package io.flowforge.cli.embedded.issuer.grant;

/**
 * What a person allows a client.
 *
 * @param subject the {@code sub} of the tokens
 * @param isLasting whether the client may renew its tokens
 */
public record Grant(String subject, String clientId, boolean isLasting) {

  private static final String LASTING = "offline_access";

  /** Returns the grant for a request with that scope, whose words are separated by blanks. */
  public static Grant of(String subject, String clientId, String scope) {
    return new Grant(subject, clientId, isLasting(scope));
  }

  static boolean isLasting(String scope) {
    return (" " + scope + " ").contains(" " + LASTING + " ");
  }
}
