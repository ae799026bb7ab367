package io.flowforge.cli.command.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.file.PipelineFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file that a command is given, or its standard input. */
final class PipelineSource {

  private PipelineSource() {}

  /**
   * Reads a pipeline.
   *
   * @param file {@code -} for standard input
   */
  static PipelineFile open(String file) {
    if (file.equals("-")) {
      // Standard input stays open: whoever started the process owns it.
      return PipelineFile.open(new FileInputStream(FileDescriptor.in));
    }
    try {
      return PipelineFile.open(Path.of(file));
    } catch (InvalidPathException e) {
      throw new InvalidException("'%s' is not the name of a file; correct it".formatted(file));
    }
  }
}
