package io.flowforge.cli.embedded.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison of secrets in constant time. */
final class Secrets {

  private Secrets() {}

  static boolean areEqual(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
