package io.flowforge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like the project's, so that a test leaves nothing in the real one. */
public final class TestHome {

  private TestHome() {}

  /** Links the seed data, and the PostgreSQL that the tests have unpacked, into the folder. */
  public static Path in(Path directory) {
    try {
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      Files.createDirectories(programs);
      Files.createSymbolicLink(
          directory.resolve("seed-data"), Path.of("..", "seed-data").toRealPath());
      Files.createDirectory(directory.resolve(".flowforge"));
      Files.createSymbolicLink(directory.resolve(".flowforge").resolve("programs"), programs);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
