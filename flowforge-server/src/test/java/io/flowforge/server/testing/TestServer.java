package io.flowforge.server.testing;

import io.flowforge.json.Json;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.ServerAccess;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.http.JsonBodies;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;

/** A server without stores that serves {@link EchoApi}, with its identity provider and clock. */
public final class TestServer implements AutoCloseable {

  public final TestIssuer issuer = new TestIssuer();
  public final TestClock clock = new TestClock();
  public final EchoApi echo;
  public final FlowforgeServer server;

  private final HttpClient http = HttpClient.newHttpClient();

  public TestServer() {
    this(Map.of());
  }

  /** Starts a server with more variables in its environment. */
  public TestServer(Map<String, String> variables) {
    this(variables, Map.of());
  }

  /**
   * Starts a server with more variables in its environment.
   *
   * @param checks decide whether it is ready
   */
  public TestServer(Map<String, String> variables, Map<String, Runnable> checks) {
    Map<String, String> environment = new HashMap<>(issuer.environment());
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
    environment.putAll(variables);
    var json = new JsonBodies(Json.mapper());
    echo = new EchoApi(json);
    server = ServerAccess.start(ServerConfig.from(environment), json, echo, checks, clock);
  }

  /** A client without a token. */
  public Client nobody() {
    return new Client(http, server.port(), "");
  }

  public Client mike() {
    return nobody().as(issuer.tokenFor("auth0|mike"));
  }

  @Override
  public void close() {
    echo.gate.countDown();
    server.close();
    http.close();
    issuer.close();
  }
}
