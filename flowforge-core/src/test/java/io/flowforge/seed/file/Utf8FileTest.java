package io.flowforge.seed.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Utf8FileTest {

  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;
  private final Problems problems = new Problems();

  Utf8FileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aFileOfTheMaximumSizeIsRead() throws IOException {
    String text = "x".repeat(MAX_BYTES);

    assertThat(Utf8File.read(file(text), "a.json", MAX_BYTES, problems)).contains(text);
    problems.throwIfAny();
  }

  @Test
  void aLargerFileIsNot() throws IOException {
    assertThat(Utf8File.read(file("x".repeat(MAX_BYTES + 1)), "a.json", MAX_BYTES, problems))
        .isEmpty();
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(problems::throwIfAny)
        .withMessage("the seed data has a problem; nothing was written")
        .satisfies(
            refusal ->
                assertThat(refusal.details())
                    .containsExactly("a.json: larger than 1 MB; split the data into several runs"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("a.json"), text);
  }
}
