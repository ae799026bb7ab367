package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.loopback.LoopbackServer;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import io.helidon.webserver.WebServer;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * An identity provider on loopback in the shape of Auth0: discovery, keys, tokens, and the users of
 * the management API. For one machine only: passwords are what the options say.
 */
public final class LocalIssuer implements AutoCloseable {

  private static final int BYTES_IN_A_BODY = 64 * 1024;

  private final WebServer server;
  private final String issuer;
  private final IssuerOptions options;
  private final IssuerUsers users;
  private final IssuerTokens tokens;

  private LocalIssuer(Path directory, int port, IssuerOptions options, InstantSource clock) {
    this.options = options;
    issuer = "http://" + LoopbackPort.HOST + ":" + port + "/";
    users = new IssuerUsers(options.users());
    ObjectMapper json = Json.mapper();
    IssuerKey key = IssuerKey.in(directory);
    tokens = new IssuerTokens(json, key, issuer, options.tokenLifetime(), clock);
    var routes =
        new IssuerRoutes(
            json,
            new Discovery(issuer, key),
            new TokenEndpoint(options, users, tokens, managementAudience()),
            new UsersEndpoint(users),
            token -> tokens.isValid(token, managementAudience()));
    server = LoopbackServer.start(port, BYTES_IN_A_BODY, routes::add);
  }

  /**
   * Starts it.
   *
   * @param directory the folder that keeps its key
   * @throws io.flowforge.error.ConflictException when the port is taken
   */
  public static LocalIssuer open(
      Path directory, LoopbackPort port, IssuerOptions options, InstantSource clock) {
    return port.open(number -> new LocalIssuer(directory, number, options, clock));
  }

  /** The {@code iss} of its tokens, which is its address with a slash at the end. */
  public String issuer() {
    return issuer;
  }

  /** Where its public keys are. */
  public String jwksUri() {
    return issuer + Discovery.JWKS_PATH.substring(1);
  }

  /** Where tokens are to be had. */
  public String tokenUri() {
    return issuer + Discovery.TOKEN_PATH.substring(1);
  }

  /** The {@code aud} of users' tokens. */
  public String audience() {
    return options.audience();
  }

  /** The {@code aud} of tokens for the management API, which is also its address. */
  public String managementAudience() {
    return issuer + "api/v2/";
  }

  /**
   * A token for the user without asking for the password.
   *
   * @param userId with the provider's prefix
   * @throws NotFoundException when there is no such user
   */
  public String tokenFor(String userId) {
    IssuerUser user =
        users
            .find(userId)
            .orElseThrow(() -> new NotFoundException("the local issuer knows no user " + userId));
    return tokens.issue(user.userId(), options.audience());
  }

  @Override
  public void close() {
    server.stop();
  }
}
