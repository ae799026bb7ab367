package io.flowforge.cli.embedded.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The programs of PostgreSQL: {@code initdb}, {@code pg_ctl} and {@code postgres}. */
final class PostgresPrograms {

  private final Path home;

  /**
   * @param home the folder that holds {@code bin}
   */
  PostgresPrograms(Path home) {
    this.home = home;
  }

  /**
   * Runs a program to its end. An interrupt does not stop it, because these programs must not do
   * half of their work; the limit does.
   *
   * @param log the file to which the output is appended
   * @param input the standard input of the program
   * @throws IOException if it cannot be run, fails, or does not end within the limit
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
    // Variables meant for psql must not reach the server, and messages must be in English.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
