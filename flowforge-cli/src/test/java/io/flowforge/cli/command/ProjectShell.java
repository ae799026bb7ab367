package io.flowforge.cli.command;

import io.flowforge.cli.FlowforgeCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shell in a folder where {@code ./flowforge} is the command under test. */
record ProjectShell(Path directory) {

  /** The exit code, and both outputs together. */
  record Outcome(int exitCode, String output) {}

  /**
   * Writes {@code ./flowforge} into the folder.
   *
   * @param home the folder of the project
   */
  static ProjectShell in(Path directory, Path home) throws IOException {
    Path program = directory.resolve("flowforge");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
          -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dflowforge.installation='%s' -cp '%s' %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                home,
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FlowforgeCommand.class.getName()));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return new ProjectShell(directory);
  }

  /** Runs a line as a person would who keeps sign-ins in this folder only. */
  Outcome run(String line) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("FLOWFORGE_CONFIG_HOME", directory.resolve("config").toString());
    Process shell = builder.start();
    shell.getOutputStream().close();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(shell.waitFor(), output);
  }
}
