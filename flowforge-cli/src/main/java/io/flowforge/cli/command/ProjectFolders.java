package io.flowforge.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the project, and what is where in it. */
public record ProjectFolders(Path root) {

  /** Real data when there is any, else the samples. */
  public Path seedData() {
    return Files.exists(realData().resolve("user.csv")) ? realData() : samples();
  }

  /** Where the files with real users belong. */
  public Path realData() {
    return root.resolve("seed-data");
  }

  public Path samples() {
    return realData().resolve("sample");
  }

  /** Where things are kept that belong to this machine and never into a commit. */
  public Path local() {
    return root.resolve(".flowforge");
  }
}
