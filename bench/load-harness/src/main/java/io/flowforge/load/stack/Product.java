package io.flowforge.load.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A build of the command {@code flowforge}.
 *
 * @param classPath its jars, or the folders with its classes
 */
public record Product(String classPath) {

  /** The command's main class. */
  public static final String MAIN = "io.flowforge.cli.FlowforgeCommand";

  /** Returns the build that this harness was compiled with. */
  public static Product current() {
    return new Product(JavaProcess.classPath());
  }

  /**
   * Returns the build in the folder of a working copy of the repository in which {@code
   * ./flowforge} has been called.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Product installedIn(Path repository) {
    Path target = repository.toAbsolutePath().normalize().resolve("flowforge-cli/target");
    Path jar = target.resolve("flowforge-cli.jar");
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      return new Product(
          Stream.concat(
                  Stream.of(jar),
                  libraries.filter(file -> file.toString().endsWith(".jar")).sorted())
              .map(Path::toString)
              .collect(Collectors.joining(":")));
    } catch (IOException e) {
      throw new UncheckedIOException("call ./flowforge --version in " + repository + " first", e);
    }
  }

  /** Returns whether it consists of jars, as an ahead-of-time cache needs. */
  public boolean isPackaged() {
    return parts().stream().allMatch(part -> part.endsWith(".jar"));
  }

  /** Returns the jars and folders. */
  public List<String> parts() {
    return Arrays.asList(classPath.split(":", -1));
  }

  List<String> options() {
    return List.of(JavaProcess.HEAP, "-cp", classPath);
  }
}
