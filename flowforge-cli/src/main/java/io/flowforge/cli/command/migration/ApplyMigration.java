package io.flowforge.cli.command.migration;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.error.InvalidException;
import io.flowforge.request.adoption.AdoptionReport;
import io.flowforge.request.adoption.OlderLogs;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge migrate apply}. */
@Command(
    name = "apply",
    description = {
      "Adopts the requests of the older system.",
      "A server does the same in the background. It can be interrupted, and repeated. POSTGRES_URI",
      "and MONGO_URI name the stores; see docs/migration.md."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge migrate apply --dry-run")
public final class ApplyMigration implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dry-run",
      description = "Touch nothing; print what would become of every request.")
  private boolean isDryRun;

  @Option(
      names = "--adopt-running",
      description =
          "Let requests go on that were Running, at the first step that is not completed. Repeats"
              + " calls. ADOPT_RUNNING has no effect here.")
  private boolean isResuming;

  @Option(
      names = "--logs",
      paramLabel = "<folder>",
      description = "Read the log files of the older system, <folder>/<request id>/<step>.log.")
  private @Nullable Path logs;

  public ApplyMigration(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (logs != null && !Files.isDirectory(logs)) {
      throw new InvalidException(
          "--logs %s is not a folder; name the folder executor_logs of the older system"
              .formatted(logs));
    }
    ConsoleLog.showOnlyWarnings();
    PrintWriter out = spec.commandLine().getOut();
    if (isDryRun) {
      try (Flowforge core = Flowforge.openAsIs(settings(), InstantSource.system())) {
        print(core.adoption().preview(), out);
      }
    } else {
      try (Flowforge core = Flowforge.open(settings(), InstantSource.system())) {
        apply(core, out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private void apply(Flowforge core, PrintWriter out) {
    out.printf("%d requests were adopted.%n", core.adoption().sweep());
    if (logs != null) {
      OlderLogs.Imported read = core.olderLogs().read(logs);
      out.printf(
          "%d log files with %d lines were read, of %d requests.%n",
          read.files(), read.lines(), read.requests());
    }
  }

  private static void print(AdoptionReport report, PrintWriter out) {
    out.printf("%-20s%9s  %-24s  %s%n", "status", "requests", "for example", "becomes");
    for (AdoptionReport.ReportedKind kind : report.entries()) {
      out.printf(
          "%-20s%9d  %-24s  %s%n",
          OneLine.of(kind.statusBefore()), kind.count(), kind.example(), kind.kind().description());
    }
    out.printf("%-20s%9d%n", "total", report.total());
    if (!report.unreadable().isEmpty()) {
      out.printf(
          "%-20s%9d  %-24s  %s%n",
          "(unreadable)",
          report.unreadable().size(),
          report.unreadable().getFirst(),
          "left alone: correct the documents in MongoDB; the warnings name what is wrong");
    }
  }

  /** Only the option decides: the variable of a shell may be meant for something else. */
  private FlowforgeSettings settings() {
    FlowforgeSettings settings = FlowforgeSettings.from(context.environment());
    if (settings.execution().resumesAdopted() && !isResuming) {
      spec.commandLine()
          .getErr()
          .println(
              "ADOPT_RUNNING=resume is the setting of a server and has no effect here; with"
                  + " --adopt-running, requests that were Running go on.");
    }
    return settings.resumingAdopted(isResuming);
  }
}
