package io.flowforge.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the project, and what is where in it. */
public record Home(Path root) {

  /** Real data when there is any, else the samples. */
  public Path seedData() {
    Path real = root.resolve("seed-data");
    return Files.exists(real.resolve("user.csv")) ? real : samples();
  }

  public Path samples() {
    return root.resolve("seed-data").resolve("sample");
  }

  /** Where things are kept that belong to this machine and never into a commit. */
  public Path local() {
    return root.resolve(".flowforge");
  }
}
