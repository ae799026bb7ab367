package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.error.ConflictException;
import io.flowforge.postgres.Database;
import io.flowforge.request.list.RequestCountStore;
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
      "PostgreSQL wins. Run it before the servers start. POSTGRES_URI and MONGO_URI name the stores;",
      "see docs/deployment.md. Exit code 1 means that documents are lost."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge repair --dry-run")
public final class RepairCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dry-run", description = "Change nothing; print what would be repaired.")
  private boolean isDryRun;

  @Option(
      names = "--force",
      description = "Repair even if PostgreSQL knows only a few of the requests.")
  private boolean isForced;

  @Option(
      names = "--counts",
      description =
          "Only count the requests of lists anew, which takes about a second for a million;"
              + " servers may run.")
  private boolean isOfCounts;

  public RepairCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConsoleLog.showOnlyWarnings();
    FlowforgeSettings settings = FlowforgeSettings.from(context.environment());
    if (isOfCounts) {
      return recount(settings);
    }
    RepairReport report;
    // First without a change, because the stores may be the wrong ones.
    try (Flowforge core = Flowforge.openAsIs(settings, InstantSource.system())) {
      report = core.repair().preview();
    }
    if (!isDryRun) {
      requirePlausible(report);
      try (Flowforge core = Flowforge.open(settings, InstantSource.system())) {
        report = core.repair().run();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d documents were compared with PostgreSQL.%n", report.compared());
    String verb = isDryRun ? "would get" : "got";
    print(out, report.different(), verb + " PostgreSQL's status in place of another one.");
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

  private int recount(FlowforgeSettings settings) {
    var counts = new RequestCountStore();
    int wrong;
    // Two connections, because one would not find out what a connection pooler loses.
    try (Database database = Database.open(settings.postgres(), 2)) {
      wrong = database.inTransaction(counts::differences).size();
      if (wrong > 0 && !isDryRun) {
        database.useTransaction(counts::recount);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d numbers of requests %s wrong.%n", wrong, isDryRun || wrong == 0 ? "are" : "were");
    out.flush();
    return ExitCode.OK;
  }

  private void requirePlausible(RepairReport report) {
    if (report.isImplausible() && !isForced) {
      throw new ConflictException(
          "PostgreSQL does not know %d of %d requests, so POSTGRES_URI or MONGO_URI may name the wrong database; nothing was changed. If they are right, repeat the command with --force"
              .formatted(report.unknown().count(), report.compared()));
    }
  }

  private static void print(PrintWriter out, RepairReport.AffectedRequests found, String what) {
    if (found.count() > 0) {
      out.printf("%d requests %s%n", found.count(), what);
      found.examples().forEach(id -> out.println("  " + id));
    }
  }
}
