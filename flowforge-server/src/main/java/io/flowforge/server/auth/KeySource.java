package io.flowforge.server.auth;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** Where signing keys come from. */
@FunctionalInterface
interface KeySource {

  /**
   * Asks for the keys of this moment.
   *
   * @return the keys by their ids, never empty
   * @throws IOException when there is no answer, or no key in it
   */
  Map<String, RSAPublicKey> fetch() throws IOException;
}
