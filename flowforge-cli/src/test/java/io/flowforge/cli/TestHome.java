package io.flowforge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of the project's folder structure, so that tests leave nothing in the real one. */
public final class TestHome {

  private TestHome() {}

  /** Links the seed data and the unpacked PostgreSQL into the folder, and returns it. */
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
