package io.flowforge.cli.command.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.Profile;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.Revocation;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge logout}: deletes a sign-in from this machine and at the issuer. */
@Command(
    name = "logout",
    description = {
      "Deletes a stored sign-in, and revokes its refresh token at the issuer.",
      "An access token that another program has remains valid until it expires."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge logout")
public final class LogoutCommand implements Callable<Integer> {

  /** Short, since the sign-in is deleted in any case. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Option(names = "--all", description = "Delete all stored sign-ins.")
  private boolean all;

  public LogoutCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var profiles = new Profiles(UserFolders.of(environment));
    List<Profile> chosen =
        all ? profiles.list() : profiles.selected(profile.name(environment)).stream().toList();
    if (chosen.isEmpty()) {
      tell("Nobody is signed in.");
    }
    ObjectMapper json = Json.mapper();
    try (var calls = new IssuerCalls(json, TIMEOUT)) {
      for (Profile one : chosen) {
        boolean isRevoked = new Revocation(profiles, calls).signOut(one);
        tell("Signed out of %s (profile %s).".formatted(one.server(), one.name()));
        if (!isRevoked) {
          tell(
              "The issuer %s did not confirm that it revoked the refresh token; a copy of it may still work."
                  .formatted(one.issuer()));
        }
      }
    }
    return ExitCode.OK;
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
