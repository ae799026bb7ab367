package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.file.PipelineFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The file that a command is given, or its standard input. */
final class PipelineArgument {

  private PipelineArgument() {}

  /**
   * Returns the object in a JSON or YAML file.
   *
   * @param file {@code -} for standard input
   * @throws io.flowforge.error.InvalidException with the place of each problem
   */
  static ObjectNode read(String file) {
    if (!file.equals("-")) {
      return PipelineFile.read(Path.of(file));
    }
    try (InputStream input = new FileInputStream(FileDescriptor.in)) {
      return PipelineFile.open(input).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
