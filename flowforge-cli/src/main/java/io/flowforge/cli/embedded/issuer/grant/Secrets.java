package io.flowforge.cli.embedded.issuer.grant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison of secrets in constant time. */
public final class Secrets {

  private Secrets() {}

  public static boolean areEqual(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
