package io.flowforge.load.floor;

import io.flowforge.load.plan.BenchPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's own load generator. */
public final class Pgbench {

  /** Enough to keep PostgreSQL busy. */
  public static final int CLIENTS = 16;

  private static final String RATE = "tps = ";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final String program;
  private final String uri;

  /**
   * Finds the program.
   *
   * @param uri the database, in libpq's form
   * @throws IllegalStateException if it is not installed
   */
  public Pgbench(String uri) throws IOException {
    this.uri = uri;
    program =
        find()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "install pgbench (Debian: postgresql-contrib or postgresql)"));
  }

  /** Returns whether pgbench is installed. */
  public static boolean isInstalled() throws IOException {
    return find().isPresent();
  }

  private static Optional<String> find() throws IOException {
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        var found =
            versions
                .map(version -> version.resolve("bin/pgbench"))
                .filter(Files::isExecutable)
                .max(Path::compareTo);
        if (found.isPresent()) {
          return found.map(Path::toString);
        }
      }
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder, "pgbench");
      if (Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  /**
   * Carries out the run's statements as often as possible, and returns how often per second.
   *
   * @param script where the script is written
   * @param clients how many do so at the same time
   * @throws IllegalStateException if a statement failed
   */
  public double runsPerSecond(RecordedRun run, Path script, int clients, BenchPlan plan)
      throws IOException {
    Files.writeString(script, PgbenchScript.of(run));
    Process process =
        new ProcessBuilder(
                List.of(
                    program,
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + clients,
                    "--jobs=1",
                    plan.isQuick()
                        ? "--transactions=10"
                        : "--time=" + Math.ceilDiv(plan.time().toMillis(), 1000),
                    "--file=" + script,
                    uri))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    int rate = output.indexOf(RATE);
    if (code != 0 || rate < 0 || !output.contains("number of failed transactions: 0 ")) {
      throw new IllegalStateException("pgbench failed with exit code " + code + ":\n" + output);
    }
    int begin = rate + RATE.length();
    return Double.parseDouble(output.substring(begin, output.indexOf(' ', begin)));
  }
}
