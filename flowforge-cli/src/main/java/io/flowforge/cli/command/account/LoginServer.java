package io.flowforge.cli.command.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.login.Profile;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The choice of the server to sign in to. */
record LoginServer(
    Map<String, String> environment, ProjectFolders folders, Profiles profiles, ObjectMapper json) {

  private static final String VARIABLE = "FLOWFORGE_SERVER";

  /** Returns the server of the option, the variable, the profile, or the running one. */
  URI choose(Optional<String> option, Optional<String> profile) {
    return option
        .map(url -> WebAddress.ofServer("--server", url))
        .or(
            () ->
                Optional.ofNullable(environment.get(VARIABLE))
                    .filter(url -> !url.isBlank())
                    .map(url -> WebAddress.ofServer(VARIABLE, url)))
        .or(() -> stored(profile).map(Profile::server))
        .or(() -> RunningUp.find(json, folders).map(RunningUp::url))
        .orElseThrow(
            () ->
                new InvalidException(
                    "which server? Add --server URL, or start one on this machine with flowforge"
                        + " up"));
  }

  /**
   * Returns the server that runs on this machine.
   *
   * @throws ConflictException if there is none, or if the option names another
   */
  RunningUp running(Optional<String> option) {
    RunningUp up =
        RunningUp.find(json, folders)
            .orElseThrow(
                () ->
                    new ConflictException(
                        "--as signs in a person of the seed data at a running flowforge up, but"
                            + " none is running on this machine; start it, or sign in without"
                            + " --as"));
    option
        .map(url -> WebAddress.ofServer("--server", url))
        .filter(url -> !url.equals(up.url()))
        .ifPresent(
            url -> {
              throw new ConflictException(
                  "--as works only at the running flowforge up, %s, not at %s; leave out one of"
                          .formatted(up.url(), url)
                      + " --as and --server");
            });
    return up;
  }

  private Optional<Profile> stored(Optional<String> profile) {
    Optional<String> name = profile.or(profiles::defaultName);
    // A name that is not stored yet is the name of the profile to create.
    return name.flatMap(profiles::find).map(found -> found.profile());
  }
}
