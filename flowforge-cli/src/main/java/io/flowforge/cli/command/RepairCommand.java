package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.request.repair.RepairReport;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge repair}. */
@Command(
    name = "repair",
    description = {
      "Brings the documents in MongoDB in line with PostgreSQL, after a restore.",
      "PostgreSQL wins. Servers may run meanwhile. POSTGRES_URI and MONGO_URI name the stores; see",
      "docs/deployment.md. Exit code 1 means that documents are lost."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge repair --dry-run")
public final class RepairCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dry-run", description = "Change nothing; print what would be repaired.")
  private boolean isDryRun;

  public RepairCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConsoleLog.showOnlyWarnings();
    FlowforgeSettings settings = FlowforgeSettings.from(context.environment());
    RepairReport report;
    try (Flowforge core =
        isDryRun
            ? Flowforge.openAsIs(settings, InstantSource.system())
            : Flowforge.open(settings, InstantSource.system())) {
      report = isDryRun ? core.repair().preview() : core.repair().run();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d documents were compared with PostgreSQL.%n", report.compared());
    String verb = isDryRun ? "would get" : "got";
    print(out, report.ahead(), verb + " PostgreSQL's status, because their own is newer.");
    print(out, report.unknown(), "are not in PostgreSQL; those that had begun are Failed.");
    print(out, report.lost(), "have no document, so that their form data is lost.");
    if (report.organizationIds() > 0) {
      out.printf(
          "%d ids of organizations are in documents only; no other organization %s one of them.%n",
          report.organizationIds(), isDryRun ? "would get" : "gets");
    }
    out.flush();
    return report.lost().count() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void print(PrintWriter out, RepairReport.Found found, String what) {
    if (found.count() > 0) {
      out.printf("%d requests %s%n", found.count(), what);
      found.examples().forEach(id -> out.println("  " + id));
    }
  }
}
