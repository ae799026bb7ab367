package io.flowforge.cli.command.pipeline;

import io.flowforge.OfflineValidation;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.error.InvalidException;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline validate}. */
@Command(
    name = "validate",
    description = {
      "Checks pipelines in files, without a server.",
      "Prints every problem as file:line:column: problem on standard output, the rest on standard error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {ExitCode.OK + ":valid", ExitCode.INVALID + ":a file has a problem"},
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline validate pipeline.yaml")
public final class ValidatePipeline implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<file>",
      arity = "1..*",
      description = "JSON or YAML files, as for the API or for seeding; - for standard input.")
  private List<String> files = new ArrayList<>();

  @Override
  public Integer call() {
    int problems = 0;
    for (String file : files) {
      problems += problemsIn(file);
    }
    return problems == 0 ? ExitCode.OK : ExitCode.INVALID;
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
      List<String> problems = e.details().isEmpty() ? List.of(e.userMessage()) : e.details();
      problems.forEach(problem -> out.println(OneLine.of(problem)));
      out.flush();
      int count = problems.size();
      err.println(OneLine.of(file) + (count == 1 ? ": 1 problem" : ": " + count + " problems"));
      err.flush();
      return count;
    }
  }
}
