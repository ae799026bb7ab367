package io.flowforge.cli.command.account;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.connection.Connections;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.AccessTokens;
import io.flowforge.cli.login.Profiles;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge token}: prints an access token for other programs. */
@Command(
    name = "token",
    description = {
      "Prints an access token that is valid for at least a minute, and renews it if necessary.",
      "Without --profile, it is the one in FLOWFORGE_TOKEN, if that is set, or else the one for",
      "the server in FLOWFORGE_SERVER. Keep it secret."
    },
    footerHeading = "%nExample:%n",
    footer = "  curl -H \"Authorization: Bearer $(flowforge token)\"" + " $SERVER/api/login")
public final class TokenCommand implements Callable<Integer> {

  private static final String VARIABLE = "FLOWFORGE_TOKEN";

  private final Map<String, String> environment;
  private final ProjectFolders folders;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ProfileOption profile = new ProfileOption();

  public TokenCommand(Map<String, String> environment, ProjectFolders folders) {
    this.environment = environment;
    this.folders = folders;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(token());
    if (out.checkError()) {
      throw new UnavailableException("the token cannot be written to the standard output");
    }
    return ExitCode.OK;
  }

  private String token() {
    String given = environment.getOrDefault(VARIABLE, "").strip();
    if (!given.isEmpty() && !profile.isGiven()) {
      return given;
    }
    if (!profile.isGiven()) {
      Optional<String> chosen = new Connections(environment, folders).tokenForVariable();
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
    var profiles = new Profiles(UserFolders.of(environment));
    return profiles
        .selected(profile.name(environment))
        .map(new AccessTokens(profiles, Json.mapper(), environment, InstantSource.system())::of)
        .orElseThrow(
            () ->
                new ForbiddenException(
                    "nobody is signed in; run flowforge login --server URL, or set " + VARIABLE));
  }
}
