package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.output.ProgressBar;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Auth0Accounts;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.json.Json;
import io.flowforge.seed.SeedReport;
import io.flowforge.seed.part.SeedOptions;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.provider.CreationReport;
import io.flowforge.seed.provider.UserCreation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flowforge seed}: brings the stores in line with files. */
@Command(
    name = "seed",
    description = {
      "Loads users, organizations, pipelines and requests from files.",
      "Loads all or nothing, and can be repeated. POSTGRES_URI and MONGO_URI name the stores."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  flowforge seed --dir seed-data/sample --dry-run",
      "  flowforge seed --create-users"
    })
public final class SeedCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final ProjectFolders home;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"--dir", "--data"},
      paramLabel = "<folder>",
      description = "Folder with user.csv and the other files (default: seed-data of Flowforge).")
  private @Nullable Path data;

  @Option(
      names = "--create-users",
      description = {
        "First create the users in Auth0, through its Management API.",
        "create_users=true in the environment does the same."
      })
  private boolean createUsers;

  @Option(
      names = "--dry-run",
      description = "Check everything and print what would change, but write nothing.")
  private boolean isDryRun;

  @Mixin private SeedPartOptions parts = new SeedPartOptions();

  public SeedCommand(Map<String, String> environment, ProjectFolders home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() {
    Path directory = data == null ? home.realData() : data;
    Set<SeedPart> chosen = parts.chosen();
    boolean hasUsers = chosen.contains(SeedPart.USERS);
    if (createUsers && !hasUsers) {
      throw new ParameterException(
          spec.commandLine(), "--create-users reads user.csv; add --users to the chosen parts");
    }
    if (hasUsers && Files.notExists(directory.resolve("user.csv"))) {
      throw new InvalidException(
          "there is no user.csv in %s; copy seed-data/sample there and edit it, or use --data %s"
              .formatted(directory, home.samples()));
    }
    SeedReport report =
        seed(directory, chosen, SeedSettings.read(environment, createUsers, hasUsers));
    new SeedSummary(spec.commandLine().getOut(), spec.commandLine().getErr(), isDryRun)
        .print(report);
    throwIfIncomplete(report);
    return ExitCode.OK;
  }

  private SeedReport seed(Path directory, Set<SeedPart> chosen, SeedSettings settings) {
    FlowforgeSettings core = settings.core();
    InstantSource clock = InstantSource.system();
    Optional<Auth0Settings> management =
        Optional.ofNullable(core.management()).filter(_ -> settings.createsUsers());
    if (management.isEmpty()) {
      return seed(directory, core, new SeedOptions(chosen, settings.providers(), null, isDryRun));
    }
    try (var progress = ProgressBar.on(spec.commandLine().getErr(), environment);
        var accounts = new Auth0Accounts(management.get(), Json.mapper(), clock)) {
      var creation = new UserCreation(accounts, settings.providers().database(), clock, progress);
      return seed(
          directory, core, new SeedOptions(chosen, settings.providers(), creation, isDryRun));
    }
  }

  private SeedReport seed(Path directory, FlowforgeSettings core, SeedOptions options) {
    InstantSource clock = InstantSource.system();
    try (Flowforge flowforge =
        isDryRun ? Flowforge.openAsIs(core, clock) : Flowforge.open(core, clock)) {
      return flowforge.seeder().seed(directory, options);
    }
  }

  /** Fails after the summary, if the identity provider has not got all users. */
  private static void throwIfIncomplete(SeedReport report) {
    CreationReport creation = report.creation();
    if (creation == null) {
      return;
    }
    FlowforgeException stop = creation.stop();
    if (stop != null) {
      throw stop;
    }
    if (!creation.problems().isEmpty()) {
      throw new InvalidException(
          creation.problems().size() == 1
              ? "a user could not be created; correct the row and run the command again"
              : "%d users could not be created; correct their rows and run the command again"
                  .formatted(creation.problems().size()),
          creation.problems());
    }
  }
}
