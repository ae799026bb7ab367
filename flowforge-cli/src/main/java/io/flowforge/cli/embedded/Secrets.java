package io.flowforge.cli.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison that takes the same time wherever the two differ. */
public final class Secrets {

  private Secrets() {}

  public static boolean areEqual(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
