package io.flowforge.cli.embedded;

import io.flowforge.cli.files.PrivateFiles;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The key of the secrets of a local stack, in a file that only its owner may read. */
final class LocalSecretKeys {

  private static final String NAME = "secret-keys";
  private static final int LENGTH = 32;

  private LocalSecretKeys() {}

  /**
   * Returns the file in the folder of a stack, which is made with a random key if it is missing.
   *
   * @throws UnavailableException if it cannot be written
   */
  static Path in(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        PrivateFiles.write(file, "k1:" + Base64.getEncoder().encodeToString(key) + "\n");
      }
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new UnavailableException("cannot write " + file + ": " + e, e);
    }
  }
}
