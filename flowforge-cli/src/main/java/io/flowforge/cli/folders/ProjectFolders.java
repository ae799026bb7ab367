package io.flowforge.cli.folders;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of the project. */
public record ProjectFolders(Path root) {

  /** Returns the folder with real data if there is any, or else the samples. */
  public Path seedData() {
    return Files.exists(realData().resolve("user.csv")) ? realData() : samples();
  }

  /** Returns the folder for files with real users. */
  public Path realData() {
    return root.resolve("seed-data");
  }

  public Path samples() {
    return realData().resolve("sample");
  }

  /** Returns the folder for files of this machine, which are never committed. */
  public Path local() {
    return root.resolve(".flowforge");
  }
}
