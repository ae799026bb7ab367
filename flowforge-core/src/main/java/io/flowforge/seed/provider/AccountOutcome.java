package io.flowforge.seed.provider;

/** What became of a user at the identity provider. */
public enum AccountOutcome {
  CREATED,
  EXISTING,
  /** The user's account comes into being when the user signs in for the first time. */
  SIGNS_IN_FIRST,
  /** A machine is a client of the identity provider, not a user. */
  MACHINE,
  FAILED;

  /** Returns whether the provider has the user, or will have. */
  boolean isProvided() {
    return this != FAILED;
  }
}
