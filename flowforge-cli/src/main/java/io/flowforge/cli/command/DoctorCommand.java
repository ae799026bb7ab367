package io.flowforge.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.doctor.Doctor;
import io.flowforge.cli.doctor.Finding;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.cli.output.Column;
import io.flowforge.cli.output.Results;
import io.flowforge.json.Json;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge doctor}. */
@Command(
    name = "doctor",
    description = {
      "Finds what keeps Flowforge from working, and says what to do.",
      "Checks the settings and what they name, or a server from outside. Changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":no problem",
      ExitCode.FAILED + ":a problem, and everything responds",
      ExitCode.INVALID + ":only settings are missing or invalid",
      ExitCode.UNAVAILABLE + ":something does not respond"
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge doctor --server https://flowforge.example.com")
public final class DoctorCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "<url>",
      description = "Check this server from outside, with FLOWFORGE_TOKEN if it is set.")
  private @Nullable String server;

  @Mixin private OutputOptions output = new OutputOptions();

  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    var doctor = new Doctor(context.environment(), Json.mapper(), InstantSource.system());
    List<Finding> findings =
        server == null
            ? doctor.checkSettings()
            : doctor.checkServer(WebAddress.ofServer("--server", server));
    PrintWriter out = spec.commandLine().getOut();
    Results results = output.results(context, spec);
    if (results.areForPeople()) {
      findings.forEach(finding -> print(out, finding));
      out.flush();
    } else {
      results.list(findings.stream().map(DoctorCommand::row).toList(), "check", List.<Column>of());
    }
    long problems = findings.stream().filter(Finding::isProblem).count();
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        problems == 0 ? "No problems." : problems == 1 ? "1 problem." : problems + " problems.");
    err.flush();
    return exitCode(findings);
  }

  private static int exitCode(List<Finding> findings) {
    List<Finding.Kind> kinds =
        findings.stream().filter(Finding::isProblem).map(Finding::kind).distinct().toList();
    if (kinds.contains(Finding.Kind.UNREACHABLE)) {
      return ExitCode.UNAVAILABLE;
    }
    if (kinds.contains(Finding.Kind.PROBLEM)) {
      return ExitCode.FAILED;
    }
    return kinds.isEmpty() ? ExitCode.OK : ExitCode.INVALID;
  }

  /** Prints whole sentences: a cure that is cut to the width of a terminal is none. */
  private static void print(PrintWriter out, Finding finding) {
    out.println(
        "%-8s %-16s %s"
            .formatted(finding.kind().label(), finding.check(), OneLine.of(finding.detail())));
    if (!finding.cure().isEmpty()) {
      out.println(" ".repeat(26) + "-> " + OneLine.of(finding.cure()));
    }
  }

  private static JsonNode row(Finding finding) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", finding.check())
        .put("result", finding.kind().label())
        .put("detail", finding.detail())
        .put("cure", finding.cure());
  }
}
