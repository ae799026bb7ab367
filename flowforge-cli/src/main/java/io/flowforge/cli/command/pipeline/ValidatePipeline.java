package io.flowforge.cli.command.pipeline;

import io.flowforge.OfflineValidation;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.error.InvalidException;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline validate}. */
@Command(
    name = "validate",
    description = {
      "Checks pipelines in files, without a server or on one.",
      "Prints every problem as file:line:column: problem on standard output, the rest on standard error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {ExitCode.OK + ":valid", ExitCode.INVALID + ":a file has a problem"},
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline validate pipeline.yaml")
public final class ValidatePipeline implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<file>",
      arity = "1..*",
      description = "JSON or YAML files, as for the API or for seeding; - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--on-server",
      description =
          "Ask the server, which also knows the secrets of the organization and what it never"
              + " calls. It shows the first 20 problems of a file.")
  private boolean isOnServer;

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "On a server: the id or name of the organization (default: as for create).")
  private @Nullable String organization;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ValidatePipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return (isOnServer ? problemsOnServer() : problemsHere()) == 0 ? ExitCode.OK : ExitCode.INVALID;
  }

  private int problemsHere() {
    if (organization != null) {
      throw new ParameterException(spec.commandLine(), "--org works only with --on-server");
    }
    int problems = 0;
    for (String file : files) {
      problems += problemsIn(file);
    }
    return problems;
  }

  private int problemsOnServer() {
    try (Connection server = connection.open(context, spec)) {
      var check =
          new ServerCheck(server.api(), spec.commandLine().getOut(), spec.commandLine().getErr());
      int problems = 0;
      for (String file : files) {
        problems += check.problemsIn(file, Optional.ofNullable(organization));
      }
      return problems;
    }
  }

  private int problemsIn(String file) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      var size =
          OfflineValidation.validate(
              PipelineSource.open(file),
              InstantSource.system(),
              warning -> err.println("warning: " + OneLine.of(warning)));
      err.println(
          "%s: valid, %d steps, %d fields"
              .formatted(OneLine.of(file), size.steps(), size.fields()));
      err.flush();
      return 0;
    } catch (InvalidException e) {
      return FileProblems.print(file, e, out, err);
    }
  }
}
