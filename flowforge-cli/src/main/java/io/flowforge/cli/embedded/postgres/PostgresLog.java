package io.flowforge.cli.embedded.postgres;

import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The file that PostgreSQL and its tools write to, in place of the console. */
record PostgresLog(Path file) {

  private static final long BYTES_TO_KEEP = 10L * 1024 * 1024;
  private static final int LINES_TO_TELL = 8;

  /** Puts a long log aside; the one put aside before it goes. */
  void rotate() throws IOException {
    if (Files.exists(file) && Files.size(file) > BYTES_TO_KEEP) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What to throw when PostgreSQL failed: its own last words are the best explanation there is. */
  UnavailableException failure(String what, IOException cause) {
    List<String> lines = lastLines();
    String hint =
        lines.stream().anyMatch(line -> line.startsWith("unshare: "))
            ? " PostgreSQL does not run as root, and this machine or container forbids root to become"
                + " nobody (unshare -U): run flowforge as another user."
            : "";
    return new UnavailableException(
        "%s (%s).%s The end of %s:\n%s"
            .formatted(what, cause.getMessage(), hint, file, String.join("\n", lines)),
        cause);
  }

  private List<String> lastLines() {
    try {
      List<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LINES_TO_TELL), lines.size());
    } catch (IOException e) {
      return List.of("(cannot be read: " + e + ")");
    }
  }
}
