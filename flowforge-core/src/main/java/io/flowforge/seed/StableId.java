package io.flowforge.seed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids that are the same on every run: the first 12 bytes of a SHA-256 hash as 24 hexadecimal
 * digits. The hashed text consists of the kind, the organization and the name, one per line.
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

  /** Hashes unambiguously, because the organization's name contains no line breaks. */
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
