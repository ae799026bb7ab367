package io.flowforge.server.auth;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** A source of signing keys. */
@FunctionalInterface
interface KeySource {

  /**
   * Fetches the current keys.
   *
   * @return the keys by their ids, never empty
   * @throws IOException if there is no valid response, or no usable key in it
   */
  Map<String, RSAPublicKey> fetch() throws IOException;
}
