package io.flowforge.cli.embedded.postgres;

import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log file of PostgreSQL and its tools. */
record PostgresLog(Path file) {

  private static final long MAX_BYTES = 10L * 1024 * 1024;
  private static final int MAX_REPORTED_LINES = 8;

  /** Renames the log if it is long, and replaces the one renamed before. */
  void rotate() throws IOException {
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Returns the exception for a failure of PostgreSQL; its message ends with the last log lines.
   */
  UnavailableException failure(String what, IOException cause) {
    List<String> lines = lastLines();
    String hint =
        lines.stream().anyMatch(line -> line.startsWith("unshare: "))
            ? " PostgreSQL refuses to run as root, and this machine or container does not allow"
                + " unshare -U, which would avoid that: run flowforge as another user."
            : "";
    return new UnavailableException(
        "%s (%s).%s The end of %s:\n%s"
            .formatted(what, cause.getMessage(), hint, file, String.join("\n", lines)),
        cause);
  }

  private List<String> lastLines() {
    try {
      List<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
      return lines.subList(Math.max(0, lines.size() - MAX_REPORTED_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(cannot be read: " + e + ")");
    }
  }
}
