package io.flowforge.cli.connection;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.connection.ServerChoice.Direct;
import io.flowforge.cli.connection.ServerChoice.Remote;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.login.ProfileName;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.error.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which servers are considered: the arguments, {@code FLOWFORGE_SERVER}, the stores in
 * the environment, the stored profile, and a running {@code flowforge up}.
 */
final class ServerChooser {

  static final String SERVER_VARIABLE = "FLOWFORGE_SERVER";
  private static final List<String> STORES = List.of("POSTGRES_URI", "MONGO_URI");

  private final Map<String, String> environment;
  private final ProjectFolders folders;
  private final Profiles profiles;
  private final ObjectMapper json;

  ServerChooser(
      Map<String, String> environment,
      ProjectFolders folders,
      Profiles profiles,
      ObjectMapper json) {
    this.environment = environment;
    this.folders = folders;
    this.profiles = profiles;
    this.json = json;
  }

  /**
   * Returns where the calls go.
   *
   * @throws InvalidException if nothing names a server
   */
  ServerChoice choose(ConnectionChoice choice) {
    return fromArguments(choice)
        .or(this::fromVariable)
        .or(this::fromStores)
        .or(this::fromProfile)
        .or(this::fromRunningUp)
        .orElseThrow(
            () ->
                new InvalidException(
                    "no server is chosen: sign in with flowforge login --server URL, or set"
                        + " FLOWFORGE_SERVER, or start one on this machine with flowforge up;"
                        + " operators set POSTGRES_URI and MONGO_URI"));
  }

  private Optional<ServerChoice> fromArguments(ConnectionChoice choice) {
    if (choice.direct()) {
      return Optional.of(new Direct("--direct"));
    }
    if (choice.server().isPresent()) {
      return Optional.of(
          new Remote(WebAddress.ofServer("--server", choice.server().get()), "--server"));
    }
    return choice
        .profile()
        .flatMap(name -> profiles.selected(Optional.of(name)))
        .map(profile -> new Remote(profile.server(), "--profile " + profile.name()));
  }

  /** Returns the server that the variable names; empty if it names none. */
  Optional<Remote> fromVariable() {
    return Optional.ofNullable(environment.get(SERVER_VARIABLE))
        .filter(url -> !url.isBlank())
        .map(url -> new Remote(WebAddress.ofServer(SERVER_VARIABLE, url), SERVER_VARIABLE));
  }

  private Optional<ServerChoice> fromStores() {
    boolean areSet =
        STORES.stream().allMatch(name -> !environment.getOrDefault(name, "").isBlank());
    return areSet ? Optional.of(new Direct(String.join(" and ", STORES))) : Optional.empty();
  }

  private Optional<ServerChoice> fromProfile() {
    return profiles
        .selected(ProfileName.given(null, environment))
        .map(profile -> new Remote(profile.server(), "profile " + profile.name()));
  }

  private Optional<ServerChoice> fromRunningUp() {
    return RunningUp.find(json, folders)
        .map(up -> new Remote(up.url(), "flowforge up is running on this machine"));
  }
}
