package io.flowforge.seed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids that come out the same on every run: the first 12 bytes of the SHA-256 of what identifies the
 * thing, one part a line, as 24 hexadecimal digits.
 */
final class StableId {

  private static final int BYTES = 12;

  private StableId() {}

  static String ofPipeline(String organization, String pipelineName) {
    return of("pipeline", organization, pipelineName);
  }

  static String ofRequest(String organization, String key) {
    return of("request", organization, key);
  }

  /** The organization's name has no line breaks, so no two pairs give the same text. */
  private static String of(String kind, String organization, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + "\n" + organization + "\n" + name).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
