package io.flowforge.load.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and with what the figures were measured. */
public final class Machine {

  private Machine() {}

  /** Returns a line that tells the date, the commit, the machine and the versions. */
  public static String description() throws IOException {
    return "Measured %s at commit %s on %s, %d cores, %d GiB, %s %s; Java %s; PostgreSQL and the document store of `flowforge up`."
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            commit(),
            processor(),
            Runtime.getRuntime().availableProcessors(),
            memoryGibibytes(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static String commit() throws IOException {
    String hash = output("git", "rev-parse", "--short", "HEAD");
    return output("git", "status", "--porcelain", "--untracked-files=no").isEmpty()
        ? hash
        : hash + " with changes";
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String processor() throws IOException {
    return valueIn(Path.of("/proc/cpuinfo"), "model name");
  }

  private static long memoryGibibytes() throws IOException {
    String kibibytes = valueIn(Path.of("/proc/meminfo"), "MemTotal");
    return kibibytes.equals("unknown")
        ? 0
        : Long.parseLong(kibibytes, 0, kibibytes.indexOf(' '), 10) >> 20;
  }

  private static String valueIn(Path file, String name) throws IOException {
    if (Files.notExists(file)) {
      return "unknown";
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
