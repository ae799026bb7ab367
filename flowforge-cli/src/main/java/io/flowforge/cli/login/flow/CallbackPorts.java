package io.flowforge.cli.login.flow;

import io.flowforge.error.ConflictException;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * The ports of 127.0.0.1 to which a browser may return, in the order in which they are tried.
 *
 * @param numbers 0 is any free one
 */
public record CallbackPorts(List<Integer> numbers) {

  /**
   * The usual ports. Issuers such as Auth0 compare the whole address, so these are fixed; RFC 8252
   * wants any port to be allowed, which is the last resort.
   */
  public static final CallbackPorts USUAL = new CallbackPorts(List.of(18990, 18991, 18992, 0));

  public CallbackPorts {
    numbers = List.copyOf(numbers);
  }

  /** Returns one port. */
  public static CallbackPorts only(int number) {
    return new CallbackPorts(List.of(number));
  }

  /**
   * Listens on the first port that is free.
   *
   * @param state the only one that is accepted
   * @param issuer the only one that may answer, if it says who it is
   */
  LoopbackCallback open(String state, URI issuer) {
    for (int number : numbers) {
      try {
        return LoopbackCallback.open(number, state, issuer);
      } catch (IOException _) {
        // Another program listens there; the next one may be free.
      }
    }
    throw new ConflictException(
        "the ports %s of 127.0.0.1 are taken; choose another with --callback-port, or sign in with --device"
            .formatted(numbers));
  }
}
