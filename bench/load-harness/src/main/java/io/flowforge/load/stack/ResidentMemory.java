package io.flowforge.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resident memory of processes, as <a
 * href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a> tells it.
 */
public final class ResidentMemory {

  private ResidentMemory() {}

  /** Returns it in MiB, or 0 where the operating system is not Linux. */
  public static double mebibytesOf(ProcessHandle process) {
    return mebibytes(process, "status", "VmRSS:");
  }

  /**
   * Returns that of a process and its descendants in MiB, or 0 where the operating system is not
   * Linux. What they share counts once.
   */
  public static double mebibytesOfAll(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToDouble(each -> mebibytes(each, "smaps_rollup", "Pss:"))
        .sum();
  }

  private static double mebibytes(ProcessHandle process, String file, String key) {
    Path path = Path.of("/proc", Long.toString(process.pid()), file);
    if (Files.notExists(path)) {
      return 0;
    }
    try (var lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).strip())
          .mapToDouble(size -> Long.parseLong(size, 0, size.indexOf(' '), 10) / 1024.0)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
