package io.flowforge.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs that some tests need and that the build does not bring along. */
public final class DebianPrograms {

  private DebianPrograms() {}

  /** Skips the test, loudly, if the program is not installed. */
  public static void require(String path, String debianPackage) {
    if (!Files.isExecutable(Path.of(path))) {
      String message =
          "SKIPPED: %s is not installed; run apt-get install %s".formatted(path, debianPackage);
      System.getLogger(DebianPrograms.class.getName()).log(System.Logger.Level.ERROR, message);
      Assumptions.abort(message);
    }
  }
}
