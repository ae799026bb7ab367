package io.flowforge.cli.command;

import io.flowforge.cli.demo.Demo;
import io.flowforge.cli.demo.DemoFailedException;
import io.flowforge.cli.demo.Phases;
import io.flowforge.cli.embedded.EmbeddedLibraries;
import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.LocalStackOptions;
import io.flowforge.cli.embedded.StartTimes;
import io.flowforge.cli.embedded.issuer.SeededUsers;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.cli.output.ProgramName;
import io.flowforge.seed.SeedReport;
import io.flowforge.seed.SeedUser;
import io.flowforge.server.StopSignal;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flowforge demo}: shows in a few seconds what Flowforge does. */
@Command(
    name = "demo",
    description = {
      "Takes a service request through a pipeline and shows every step.",
      "Starts everything on free ports of this machine, acts as users do over HTTP, and stops.",
      "Exits with 0 only if the request completed and every check passed."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge demo")
public final class DemoCommand implements Callable<Integer> {

  private static final int RECORDED_CALLS = 100;

  /** Long enough for a step to be seen Running. */
  private static final Duration CALL_DURATION = Duration.ofMillis(200);

  /** An organization of the samples. */
  private static final String ORGANIZATION = "Example Engineering";

  private static final String ADMIN = "auth0|sample-ada";
  private static final String REQUESTER = "auth0|sample-mike";

  private final Map<String, String> environment;
  private final ProjectFolders home;

  @Spec private CommandSpec spec = CommandSpec.create();

  public DemoCommand(Map<String, String> environment, ProjectFolders home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() {
    if (!EmbeddedLibraries.areInstalled()) {
      throw new ParameterException(spec.commandLine(), EmbeddedLibraries.ABSENT);
    }
    // A process that ended at once would leave PostgreSQL running.
    try (var _ = StopSignal.interrupting(Thread.currentThread())) {
      return play(spec.commandLine().getOut(), spec.commandLine().getErr());
    }
  }

  private int play(PrintWriter out, PrintWriter err) {
    var phases = new Phases();
    ConsoleLog.moveToFile(home.home().resolve("demo").resolve("flowforge.log"));
    out.println("Flowforge demo: a service request goes through a pipeline, on real stores.");
    out.println();
    out.println("  >  Starting PostgreSQL, document store, issuer and server on free ports");
    out.flush();
    List<SeedUser> users = SeedUser.allIn(home.samples());
    LocalStackOptions options = options(users);
    try (LocalFlowforge local = LocalFlowforge.start(options, environment, InstantSource.system());
        StubService stub =
            StubService.open(RECORDED_CALLS, options.ports().stub(), CALL_DURATION)) {
      printStart(out, local);
      phases.endOf("start");
      SeedReport seeded = local.core().seeder().seed(home.samples());
      out.printf(
          "       seeded %d users, %d organizations, %d memberships, %d pipelines%n",
          seeded.users().created(),
          seeded.organizations().created(),
          seeded.memberships().created(),
          seeded.pipelines().created());
      phases.endOf("seed");
      new Demo(stub, out).play(URI.create(local.url()), cast(local, users));
      phases.endOf("request, from pipeline to completed");
    } catch (DemoFailedException e) {
      err.println("The demo failed: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (InterruptedException _) {
      err.println("The demo was stopped before it finished.");
      return ExitCode.FAILED;
    }
    phases.endOf("stop");
    printEnd(out, phases);
    return ExitCode.OK;
  }

  private LocalStackOptions options(List<SeedUser> users) {
    // All demos use one folder, so that each removes what a killed one left.
    return LocalStackOptions.throwaway(
        home.home().resolve("demo"),
        home.home().resolve("programs"),
        SeededUsers.issuerOptions(users));
  }

  private static Demo.Cast cast(LocalFlowforge local, List<SeedUser> users) {
    int orgId =
        local
            .core()
            .database()
            .inTransaction(tx -> local.core().organizations().named(tx, ORGANIZATION))
            .getFirst()
            .orgId();
    return new Demo.Cast(
        orgId,
        nameOf(users, ADMIN),
        local.stack().issuer().tokenFor(ADMIN),
        nameOf(users, REQUESTER),
        local.stack().issuer().tokenFor(REQUESTER));
  }

  private static String nameOf(List<SeedUser> users, String userId) {
    return users.stream()
        .filter(user -> user.userId().equals(userId))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static void printStart(PrintWriter out, LocalFlowforge local) {
    StartTimes times = local.stack().startTimes();
    out.printf(
        "       PostgreSQL %.1f s, document store %.1f s, issuer %.1f s; then server with migration"
            + " %.1f s%n",
        Phases.seconds(times.postgres()),
        Phases.seconds(times.mongo()),
        Phases.seconds(times.issuer()),
        Phases.seconds(local.serverStart()));
    out.println("       API at " + local.url());
    out.flush();
  }

  private static void printEnd(PrintWriter out, Phases phases) {
    out.println();
    out.println("  >  Done: the request completed, and every check passed");
    out.println(
        "       It ran on the server that you would deploy, with its workers, on PostgreSQL and a");
    out.println(
        "       document store that speaks MongoDB's protocol. All of it has been removed again.");
    phases.print(out);
    out.println();
    out.println("Where to go next:");
    String program = ProgramName.forShell();
    out.println("  " + program + " up           the same with data that stays, in a browser");
    out.println("  " + program + " --help       all commands");
    out.println("  docs/step-types.md       how to write your own step type");
    out.flush();
  }
}
