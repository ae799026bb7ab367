package io.flowforge.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of processes. */
public final class ResidentMemory {

  private ResidentMemory() {}

  /** Returns it in MiB, or 0 where the operating system is not Linux. */
  public static double mebibytesOf(ProcessHandle process) {
    Path path = Path.of("/proc", Long.toString(process.pid()), "status");
    if (Files.notExists(path)) {
      return 0;
    }
    try (var lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .mapToDouble(size -> Long.parseLong(size, 0, size.indexOf(' '), 10) / 1024.0)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
