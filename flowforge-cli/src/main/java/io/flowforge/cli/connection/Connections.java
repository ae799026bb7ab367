package io.flowforge.cli.connection;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.connection.ServerChoice.Direct;
import io.flowforge.cli.connection.ServerChoice.Remote;
import io.flowforge.cli.connection.TokenChooser.ChosenToken;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.AccessTokens;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The only place that decides which server a command calls, and as whom. */
public final class Connections {

  private final Map<String, String> environment;
  private final ObjectMapper json = Json.mapper();
  private final ServerChooser servers;
  private final TokenChooser tokens;

  public Connections(Map<String, String> environment, ProjectFolders folders) {
    this.environment = environment;
    var profiles = new Profiles(UserFolders.of(environment));
    servers = new ServerChooser(environment, folders, profiles, json);
    tokens =
        new TokenChooser(
            environment,
            profiles,
            new AccessTokens(profiles, json, environment, InstantSource.system()));
  }

  /**
   * Opens the way that the arguments, the environment or the stored profile choose.
   *
   * @param tell receives a line that says what was chosen, and why
   * @throws io.flowforge.error.FlowforgeException if there is no way, or no token for it
   */
  public Connection open(ConnectionChoice choice, Consumer<String> tell) {
    return switch (servers.choose(choice)) {
      case Direct direct -> direct(choice, direct, tell);
      case Remote remote -> remote(choice, remote, tell);
    };
  }

  /**
   * Returns the token that commands send to the server in {@code FLOWFORGE_SERVER}; empty if the
   * variable names none.
   *
   * @throws io.flowforge.error.FlowforgeException if there is no token for it
   */
  public Optional<String> tokenForVariable() {
    return servers
        .fromVariable()
        .map(remote -> tokens.choose(remote.server(), Optional.empty()).token().get());
  }

  private Connection direct(ConnectionChoice choice, Direct direct, Consumer<String> tell) {
    DirectAccess access = DirectAccess.open(environment, choice.as());
    tell.accept(
        "Using the stores (%s), as %s."
            .formatted(
                direct.reason(),
                access.operator().map(name -> "operator " + name).orElse(choice.as().orElse(""))));
    return new Connection(new RestApi(access.url(), access::token, json), access);
  }

  private Connection remote(ConnectionChoice choice, Remote remote, Consumer<String> tell) {
    if (choice.as().isPresent()) {
      throw new InvalidException(
          "--as works only on the stores, with --direct; at %s, sign in as that user"
              .formatted(remote.server()));
    }
    ChosenToken token = tokens.choose(remote.server(), choice.profile());
    tell.accept(
        "Using %s (%s), with the token of %s."
            .formatted(remote.server(), remote.reason(), token.reason()));
    if (WebAddress.isReadableOnTheWay(remote.server())) {
      tell.accept("Warning: others on the network can read the token, because it is not HTTPS.");
    }
    return new Connection(new RestApi(remote.server(), token.token(), json), null);
  }
}
