package io.flowforge.cli.embedded.issuer.grant;

/** The answer to a device that asks for its tokens (RFC 8628, section 3.5). */
public sealed interface DevicePoll {

  /** The person has agreed. */
  record Granted(Grant grant) implements DevicePoll {}

  /** There are no tokens, or none yet. */
  enum Refused implements DevicePoll {
    AUTHORIZATION_PENDING,
    SLOW_DOWN,
    ACCESS_DENIED,
    EXPIRED_TOKEN
  }
}
