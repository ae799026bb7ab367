package io.flowforge.cli.command.migration;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.request.adoption.AdoptionReport;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge migrate status}. */
@Command(
    name = "status",
    description = {
      "Tells how many requests of the older system are still to be adopted.",
      "It touches nothing. POSTGRES_URI and MONGO_URI name the stores; see docs/migration.md."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge migrate status")
public final class ShowMigration implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  public ShowMigration(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConsoleLog.showOnlyWarnings();
    FlowforgeSettings settings = FlowforgeSettings.from(context.environment());
    try (Flowforge core = Flowforge.openAsIs(settings, InstantSource.system())) {
      AdoptionReport report = core.adoption().left();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          report.total() == 0
              ? "No request is left to be adopted."
              : report.total() + " requests are left to be adopted.");
      if (!report.unreadable().isEmpty()) {
        out.printf(
            "%d others cannot be read and are left alone, for example %s; the warnings name what is"
                + " wrong.%n",
            report.unreadable().size(), report.unreadable().getFirst());
      }
      out.flush();
      return ExitCode.OK;
    }
  }
}
