package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.error.InvalidException;
import io.flowforge.request.adoption.AdoptionReport;
import io.flowforge.request.adoption.OlderLogs;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge migrate}: moves from the older system. */
@Command(
    name = "migrate",
    description = {
      "Moves from the older system: its requests are adopted in place.",
      "POSTGRES_URI and MONGO_URI name its stores. See docs/migration.md."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge migrate apply --dry-run")
public final class MigrateCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  public MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Prints the usage, because a subcommand is missing. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  @Command(
      name = "status",
      description = "Tells how many requests are still to be adopted. Touches nothing.",
      footerHeading = "%nExample:%n",
      footer = "  flowforge migrate status")
  int status() {
    try (Flowforge core = inspect(false)) {
      AdoptionReport report = core.adoption().preview();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          report.total() == 0
              ? "No request is left to be adopted."
              : report.total() + " requests are left to be adopted.");
      out.flush();
      return ExitCode.OK;
    }
  }

  @Command(
      name = "apply",
      description = {
        "Adopts the requests of the older system. A server does the same in the background.",
        "Can be interrupted, and repeated."
      },
      footerHeading = "%nExample:%n",
      footer = "  flowforge migrate apply --logs executor_logs")
  int apply(
      @Option(
              names = "--dry-run",
              description = "Touch nothing; print what would become of every request.")
          boolean isDryRun,
      @Option(
              names = "--adopt-running",
              description =
                  "Let requests go on that were Running, at the first step that is not completed."
                      + " Repeats calls.")
          boolean resumes,
      @Option(
              names = "--logs",
              paramLabel = "<folder>",
              description =
                  "Read the log files of the older system, <folder>/<request id>/<step>.log.")
          @Nullable Path logs) {
    if (logs != null && !Files.isDirectory(logs)) {
      throw new InvalidException(
          "--logs %s is not a folder; name the folder executor_logs of the older system"
              .formatted(logs));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (isDryRun) {
      try (Flowforge core = inspect(resumes)) {
        print(core.adoption().preview(), out);
      }
    } else {
      try (Flowforge core = Flowforge.open(settings(resumes), InstantSource.system())) {
        out.printf("%d requests were adopted.%n", core.adoption().sweep());
        if (logs != null) {
          OlderLogs.Imported read = core.olderLogs().read(logs);
          out.printf(
              "%d log files with %d lines were read, of %d requests.%n",
              read.files(), read.lines(), read.requests());
        }
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void print(AdoptionReport report, PrintWriter out) {
    out.printf("%-20s%9s  %-24s  %s%n", "status", "requests", "for example", "becomes");
    for (AdoptionReport.ReportedKind kind : report.entries()) {
      out.printf(
          "%-20s%9d  %-24s  %s%n",
          kind.statusBefore(), kind.count(), kind.example(), kind.kind().description());
    }
    out.printf("%-20s%9d%n", "total", report.total());
  }

  private Flowforge inspect(boolean resumes) {
    return Flowforge.inspect(settings(resumes), InstantSource.system());
  }

  private FlowforgeSettings settings(boolean resumes) {
    Map<String, String> variables = new HashMap<>(environment);
    if (resumes) {
      variables.put("ADOPT_RUNNING", "resume");
    }
    return FlowforgeSettings.from(variables);
  }
}
