package io.flowforge.cli.embedded.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs the programs of PostgreSQL: {@code initdb}, {@code pg_ctl} and {@code postgres}. */
final class PostgresPrograms {

  private final Path home;

  /**
   * @param home the folder that holds {@code bin}
   */
  PostgresPrograms(Path home) {
    this.home = home;
  }

  /**
   * Runs one program to its end. An interrupt does not cut it short, since half of what these do
   * helps nobody; the limit does.
   *
   * @param log the file that gets what the program prints
   * @param input what the program reads
   * @throws IOException when it cannot be run, ends with anything but 0, or not in time
   */
  void run(Path log, String input, Duration limit, String program, List<String> arguments)
      throws IOException {
    Process process = start(log, program, arguments);
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    try {
      process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      process.destroyForcibly();
      throw new IOException(program + " did not end within " + limit.toSeconds() + " s", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
  }

  private Process start(Path log, String program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      // PostgreSQL refuses to run as root; in a user namespace without a mapping it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // What is set for somebody's psql must not reach the server; and messages shall be English.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
