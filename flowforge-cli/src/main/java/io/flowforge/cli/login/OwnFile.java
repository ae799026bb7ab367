package io.flowforge.cli.login;

import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The reading of files that must be their owner's only. */
final class OwnFile {

  private static final int MAX_BYTES = 256 * 1024;

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private OwnFile() {}

  /**
   * Returns the content.
   *
   * @throws InvalidException if others can read or change the file, or if it is too large
   */
  static String read(Path file) throws IOException {
    var attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    // Windows has no such permissions; files in a user's folder are private there.
    if (attributes != null
        && attributes.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
      throw new InvalidException(
          "other users can read or change %s; run chmod 600 '%s', and sign in again if somebody may"
                  .formatted(file, file)
              + " have done so");
    }
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidException(
            "%s has more than %d bytes; delete it, and sign in again".formatted(file, MAX_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
