package io.flowforge.server.auth;

/**
 * The rule that decides whether an e-mail address belongs to the person who signs up.
 *
 * @param verifiedClaim the claim that is true for a verified address
 * @param trustsAll whether every address of the issuer counts as verified
 */
public record EmailRule(String verifiedClaim, boolean trustsAll) {

  /** The claim of OpenID Connect Core 1.0, section 5.1, which is a boolean. */
  public static final String STANDARD_CLAIM = "email_verified";

  public static final EmailRule DEFAULT = new EmailRule(STANDARD_CLAIM, false);
}
