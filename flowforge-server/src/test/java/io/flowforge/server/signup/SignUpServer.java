package io.flowforge.server.signup;

import io.flowforge.Flowforge;
import io.flowforge.json.Json;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.ServerAccess;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.api.UserApi;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.testing.Client;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A server on stores of others that knows users only, and an issuer that is not Auth0. */
final class SignUpServer implements AutoCloseable {

  final ScriptedIssuer issuer;

  /** What the limits and the cache take for the time. */
  final AtomicLong nanos = new AtomicLong();

  private final FlowforgeServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  SignUpServer(Flowforge core, ScriptedIssuer issuer) {
    this(core, issuer, Map.of(), IssuerProfiles.TIMEOUT);
  }

  SignUpServer(Flowforge core, ScriptedIssuer issuer, Map<String, String> more) {
    this(core, issuer, more, IssuerProfiles.TIMEOUT);
  }

  /**
   * Starts a server.
   *
   * @param more more variables in its environment
   * @param timeout of a call to the issuer
   */
  SignUpServer(Flowforge core, ScriptedIssuer issuer, Map<String, String> more, Duration timeout) {
    this.issuer = issuer;
    Map<String, String> environment = new HashMap<>();
    environment.put("OIDC_ISSUER", issuer.issuer());
    environment.put("OIDC_AUDIENCE", ScriptedIssuer.AUDIENCE);
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("FLOWFORGE_PORT", "0");
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
    environment.putAll(more);
    ServerConfig config = ServerConfig.from(environment);
    var profiles = new IssuerProfiles(config.issuer(), Json.mapper(), timeout, nanos::get);
    var json = new JsonBodies(Json.mapper());
    server =
        ServerAccess.start(
            config,
            json,
            new UserApi(
                core.userService(),
                new SignUps(core.management(), profiles, new LookupLimits(nanos::get)),
                core.membershipService(),
                json),
            Map.of(),
            InstantSource.system());
  }

  Client as(String token) {
    return new Client(http, server.port(), token, true);
  }

  /** Signs somebody up who has not chosen a name. */
  Client.Answer signUp(String token) {
    return as(token).post("/api/user", "{}");
  }

  @Override
  public void close() {
    server.close();
    http.close();
    issuer.close();
  }
}
