package io.flowforge.cli.command;

import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.demo.DemoFailedException;
import io.flowforge.cli.demo.SampleScene;
import io.flowforge.cli.embedded.EmbeddedLibraries;
import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.LocalPorts;
import io.flowforge.cli.embedded.LocalStackOptions;
import io.flowforge.cli.embedded.StubAddress;
import io.flowforge.cli.embedded.issuer.SeededUsers;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.cli.output.LocalGuide;
import io.flowforge.cli.output.LocalGuide.SeededFrom;
import io.flowforge.cli.output.StoredThings;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import io.flowforge.seed.SeedReport;
import io.flowforge.seed.SeedUser;
import io.flowforge.server.StopSignal;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flowforge up}: everything on one machine, with data that stays. */
@Command(
    name = "up",
    description = {
      "Runs everything on this machine, with data that stays.",
      "That is the server, PostgreSQL, a document store and a token issuer, bound to loopback and"
          + " seeded. Ctrl-C stops it."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge up --port=9090")
public final class UpCommand implements Callable<Integer> {

  private static final int RECORDED_CALLS = 100;
  private static final String EARLIER =
      "an earlier start; to load changed files, run flowforge seed";

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PortOptions portOptions = new PortOptions();

  @Option(
      names = "--data",
      paramLabel = "<folder>",
      description =
          "Folder of seed files (default: seed-data if it has a user.csv, otherwise its samples).")
  private @Nullable Path data;

  @Option(
      names = "--keep-in",
      paramLabel = "<folder>",
      description =
          "Folder for the data (default: up in FLOWFORGE_HOME, or else in the usual folder).")
  private @Nullable Path keepIn;

  public UpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!EmbeddedLibraries.areInstalled()) {
      throw new ParameterException(spec.commandLine(), EmbeddedLibraries.ABSENT);
    }
    PrintWriter out = spec.commandLine().getOut();
    ProjectFolders home = context.folders();
    Path seedData = data == null ? home.seedData() : data;
    List<SeedUser> users = SeedUser.allIn(seedData);
    LocalPorts ports = portOptions.ports();
    ConsoleLog.moveToFile(directory().resolve("flowforge.log"));
    out.println("Starting PostgreSQL, document store, issuer and server ...");
    out.flush();
    try (StopSignal stop = StopSignal.listen();
        LocalFlowforge local =
            LocalFlowforge.start(
                options(ports, users), context.environment(), InstantSource.system());
        StubService stub = StubService.open(RECORDED_CALLS, ports.stub(), Duration.ZERO)) {
      boolean isSample = seedData.equals(home.samples());
      boolean isFirst = isEmpty(local);
      String seeded = isFirst ? seed(local, seedData) : EARLIER;
      StoredThings stored = StoredThings.in(local.core());
      new StubAddress(directory()).follow(local.core(), stored.organizations(), stub.uri());
      if (isFirst && isSample) {
        play(local, stored);
        stored = stored.withRequestsOf(local.core());
      }
      RunningUp noted = note(local, seedData);
      try {
        new LocalGuide(
                local,
                stub.uri(),
                new SeededFrom(seeded, seedData, users, isSample),
                context.terminal().width())
            .print(out, stored);
        stop.await();
        out.println("Stopping ...");
        out.flush();
      } finally {
        noted.delete(Json.mapper(), context.folders());
      }
    }
    return ExitCode.OK;
  }

  /** Lets other commands find the server. */
  private RunningUp note(LocalFlowforge local, Path seedData) {
    var running =
        new RunningUp(
            URI.create(local.url()),
            URI.create(local.stack().issuer().issuer()),
            seedData,
            ProcessHandle.current().pid());
    running.save(Json.mapper(), context.folders());
    return running;
  }

  /** Makes requests at all stages; whoever has changed the sample may have none of them. */
  private void play(LocalFlowforge local, StoredThings stored) {
    try {
      new SampleScene(URI.create(local.url()), local.stack().issuer()::tokenFor)
          .play(
              stored.organizationNamed("Example Engineering"),
              stored.organizationNamed("Example Finance"));
    } catch (DemoFailedException | NotFoundException e) {
      spec.commandLine()
          .getErr()
          .println("Not all requests of the sample began: " + e.getMessage());
    } catch (InterruptedException _) {
      // Stopping; the caller notices it as well.
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isEmpty(LocalFlowforge local) {
    return local.core().database().inTransaction(tx -> local.core().users().isEmpty(tx));
  }

  /**
   * Seeds the stores, which have no users. Later starts change nothing, so that a member who was
   * promoted remains an admin.
   */
  private static String seed(LocalFlowforge local, Path seedData) {
    SeedReport report = local.core().seeder().seed(seedData);
    return "%s: %s new users, %s new organizations, %s new pipelines, %s new requests"
        .formatted(
            seedData,
            report.users().created(),
            report.organizations().created(),
            report.pipelines().created(),
            report.requests().created());
  }

  private Path directory() {
    return keepIn == null ? context.folders().home().resolve("up") : keepIn;
  }

  private LocalStackOptions options(LocalPorts ports, List<SeedUser> users) {
    return new LocalStackOptions(
        directory(),
        context.folders().home().resolve("programs"),
        false,
        ports,
        SeededUsers.issuerOptions(users));
  }
}
