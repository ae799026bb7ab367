package io.flowforge.cli.command;

import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.LocalStackOptions;
import io.flowforge.cli.embedded.issuer.SeededUsers;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.cli.output.LocalGuide;
import io.flowforge.seed.SeedReport;
import io.flowforge.seed.SeedUser;
import io.flowforge.server.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowforge up}: everything on one machine, with data that stays. */
@Command(
    name = "up",
    description = {
      "Runs everything on this machine, with data that stays.",
      "That is the server, a PostgreSQL, a document store and an issuer of tokens, seeded, and bound",
      "to loopback. Ctrl-C stops it."
    })
public final class UpCommand implements Callable<Integer> {

  private static final int CALLS_TO_KEEP = 100;

  /** Where the sample pipelines expect their services. */
  private static final int TARGET_PORT = 8089;

  private final Map<String, String> environment;
  private final ProjectFolders home;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "" + LocalStackOptions.SERVER_PORT,
      description = "Port of the API; ${DEFAULT-VALUE} unless given.")
  private int port;

  @Option(
      names = "--postgres-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalStackOptions.POSTGRES_PORT,
      description = "Port of PostgreSQL; ${DEFAULT-VALUE} unless given.")
  private int postgresPort;

  @Option(
      names = "--mongo-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalStackOptions.MONGO_PORT,
      description = "Port of the document store; ${DEFAULT-VALUE} unless given.")
  private int mongoPort;

  @Option(
      names = "--issuer-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalStackOptions.ISSUER_PORT,
      description = "Port of the issuer; ${DEFAULT-VALUE} unless given.")
  private int issuerPort;

  @Option(
      names = "--target-port",
      paramLabel = "<port>",
      defaultValue = "" + TARGET_PORT,
      description = {
        "Port of what answers the calls of the sample pipelines; ${DEFAULT-VALUE} unless given.",
        "The samples name that port in their files: whoever chooses another edits them."
      })
  private int targetPort;

  @Option(
      names = "--data",
      paramLabel = "<folder>",
      description = "Seed files; seed-data if it has a user.csv, else its samples, unless given.")
  private @Nullable Path data;

  @Option(
      names = "--keep-in",
      paramLabel = "<folder>",
      description = "Where the data stays; .flowforge/up unless given.")
  private @Nullable Path keepIn;

  public UpCommand(Map<String, String> environment, ProjectFolders home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path seedData = data == null ? home.seedData() : data;
    List<SeedUser> users = SeedUser.allIn(seedData);
    // The target is opened last: that its port is taken need not wait for all the rest.
    var targetAt = LoopbackPort.fixed(targetPort, "--target-port");
    targetAt.requireFree();
    ConsoleLog.moveToFile(directory().resolve("flowforge.log"));
    out.println("Starting PostgreSQL, document store, issuer and server ...");
    out.flush();
    try (StopSignal stop = StopSignal.listen();
        LocalFlowforge local =
            LocalFlowforge.start(options(users), environment, InstantSource.system());
        StubService target = StubService.open(CALLS_TO_KEEP, targetAt, Duration.ZERO)) {
      String seeded = seed(local, seedData);
      boolean isSample = seedData.equals(home.samples());
      new LocalGuide(local, target, users, seeded, isSample).print(out);
      stop.await();
      out.println("Stopping ...");
      out.flush();
    }
    return ExitCode.OK;
  }

  /**
   * Fills the stores when nobody is in them yet. Later starts leave alone what people have done
   * since: a member who was promoted stays so.
   */
  private static String seed(LocalFlowforge local, Path seedData) {
    boolean isEmpty = local.core().database().inTransaction(tx -> local.core().users().isEmpty(tx));
    if (!isEmpty) {
      return "an earlier start; flowforge seed brings in files that have changed";
    }
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
    return keepIn == null ? home.local().resolve("up") : keepIn;
  }

  private LocalStackOptions options(List<SeedUser> users) {
    return new LocalStackOptions(
        directory(),
        home.local().resolve("programs"),
        false,
        LoopbackPort.fixed(port, "--port"),
        LoopbackPort.fixed(postgresPort, "--postgres-port"),
        LoopbackPort.fixed(mongoPort, "--mongo-port"),
        LoopbackPort.fixed(issuerPort, "--issuer-port"),
        SeededUsers.issuerOptions(users));
  }
}
