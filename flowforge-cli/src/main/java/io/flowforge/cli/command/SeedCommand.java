package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.error.InvalidException;
import io.flowforge.seed.SeedCount;
import io.flowforge.seed.SeedReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge seed}: brings the stores in line with files. */
@Command(
    name = "seed",
    description = {
      "Loads users, organizations, pipelines and requests from files.",
      "Loads all or nothing, and can be repeated. POSTGRES_URI and MONGO_URI name the stores."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge seed --data seed-data/sample")
public final class SeedCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final ProjectFolders home;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "<folder>",
      description = "Folder with user.csv and the other files (default: seed-data of Flowforge).")
  private @Nullable Path data;

  public SeedCommand(Map<String, String> environment, ProjectFolders home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() {
    Path directory = data == null ? home.realData() : data;
    if (Files.notExists(directory.resolve("user.csv"))) {
      throw new InvalidException(
          "there is no user.csv in %s; copy seed-data/sample there and edit it, or use --data %s"
              .formatted(directory, home.samples()));
    }
    try (Flowforge flowforge =
        Flowforge.open(FlowforgeSettings.from(environment), InstantSource.system())) {
      print(flowforge.seeder().seed(directory));
    }
    return ExitCode.OK;
  }

  private void print(SeedReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-15s%9s%9s%11s%n", "", "created", "updated", "unchanged");
    print(out, "users", report.users());
    print(out, "organizations", report.organizations());
    print(out, "memberships", report.memberships());
    print(out, "pipelines", report.pipelines());
    print(out, "requests", report.requests());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    report
        .warnings()
        .forEach(
            warning ->
                err.println(
                    "warning: "
                        + warning
                        + " (unless the servers have other settings than this command)"));
    err.flush();
  }

  private static void print(PrintWriter out, String kind, SeedCount count) {
    out.printf("%-15s%9d%9d%11d%n", kind, count.created(), count.updated(), count.unchanged());
  }
}
