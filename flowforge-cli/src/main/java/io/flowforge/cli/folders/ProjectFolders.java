package io.flowforge.cli.folders;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders of this installation, which is a release archive or the repository.
 *
 * @param installation what came with it, such as the samples; nothing is written there
 * @param home what it keeps on this machine: data of {@code flowforge up}, and its programs
 */
public record ProjectFolders(Path installation, Path home) {

  /** The folders in the repository, where the home is inside. */
  public ProjectFolders(Path installation) {
    this(installation, installation.resolve(".flowforge"));
  }

  /** Returns those that the launcher has passed on. */
  public static ProjectFolders ofProcess() {
    var repository = new ProjectFolders(Path.of(System.getProperty("flowforge.installation", "")));
    String home = System.getProperty("flowforge.home");
    return new ProjectFolders(
        repository.installation().toAbsolutePath(),
        (home == null ? repository.home() : Path.of(home)).toAbsolutePath());
  }

  /** Returns the folder with real data if there is any, or else the samples. */
  public Path seedData() {
    return Files.exists(realData().resolve("user.csv")) ? realData() : samples();
  }

  /** Returns the folder for files with real users. */
  public Path realData() {
    return installation.resolve("seed-data");
  }

  public Path samples() {
    return realData().resolve("sample");
  }
}
