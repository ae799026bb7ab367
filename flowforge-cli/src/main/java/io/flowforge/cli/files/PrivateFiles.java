package io.flowforge.cli.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may read. */
public final class PrivateFiles {

  private PrivateFiles() {}

  /** Creates the folder and its missing parents, and returns it. */
  public static Path directory(Path directory) throws IOException {
    return Files.createDirectories(directory, attributes("rwx------"));
  }

  /** Writes the file atomically; others cannot read it at any moment. */
  public static void write(Path file, String content) throws IOException {
    Path unfinished =
        Files.createTempFile(
            file.toAbsolutePath().getParent(), ".new", "", attributes("rw-------"));
    try {
      Files.writeString(unfinished, content);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    // Windows has no such permissions; files in a user's folder are private there.
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
