package io.flowforge.cli.command.pipeline;

import io.flowforge.cli.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline init}. */
@Command(
    name = "init",
    description = {
      "Prints a pipeline to begin with.",
      "It asks for approval and calls a service; the comments explain every field."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline init > pipeline.yaml")
public final class InitPipeline implements Callable<Integer> {

  /** The formats of a pipeline file. */
  enum Format {
    YAML,
    /** Has no comments. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "yaml|json",
      defaultValue = "yaml",
      description = "The format: ${COMPLETION-CANDIDATES} (default: yaml). JSON has no comments.")
  private Format format = Format.YAML;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(template("first-pipeline." + format));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private static String template(String name) {
    try (InputStream in = InitPipeline.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
