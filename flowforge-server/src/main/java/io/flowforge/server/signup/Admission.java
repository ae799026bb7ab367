package io.flowforge.server.signup;

import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.NewUser;
import io.flowforge.server.auth.EmailRule;
import io.flowforge.text.TextLimit;
import java.util.List;

/** Decides whether the claims of a person are enough to sign up. */
record Admission(EmailRule rule) {

  /** Returns whether the claims show an e-mail address that is the person's own. */
  boolean isEnough(ProfileClaims claims) {
    return !claims.email().isEmpty()
        && (rule.trustsAll() || claims.verification() == EmailVerification.VERIFIED);
  }

  /**
   * Returns the person.
   *
   * @throws ForbiddenException if the address is missing, not verified, or cannot be stored
   */
  Newcomer admit(String userId, ProfileClaims claims) {
    String email = claims.email();
    if (email.isEmpty()) {
      throw new ForbiddenException(
          "the identity provider does not tell your e-mail address; add one there, and sign in with"
              + " the scopes openid, profile and email");
    }
    if (!isEnough(claims)) {
      throw new ForbiddenException(
          claims.verification() == EmailVerification.UNVERIFIED
              ? "your e-mail address is not verified; verify it at the identity provider, sign in"
                  + " again, and then sign up"
              : "the identity provider does not say whether your e-mail address is verified (claim"
                  + " %s); ask the operator of this server to set OIDC_EMAIL_VERIFIED_CLAIM"
                      .formatted(rule.verifiedClaim()));
    }
    List<String> problems = TextLimit.NAME.problemsOf("email", email);
    if (!problems.isEmpty()) {
      throw new ForbiddenException(
          "your e-mail address at the identity provider cannot be stored: "
              + String.join("; ", problems));
    }
    return new Newcomer(email, NewUser.providerIn(userId), claims.displayName());
  }
}
