package io.flowforge.server;

import io.flowforge.json.Json;
import io.flowforge.server.http.JsonBodies;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server with {@link ProbeApi}, its issuer and its clock. */
final class TestServer implements AutoCloseable {

  final TestIssuer issuer = new TestIssuer();
  final TestClock clock = new TestClock();
  final ProbeApi probe;
  final FlowforgeServer server;

  private final HttpClient http = HttpClient.newHttpClient();

  TestServer() {
    this(Map.of());
  }

  /** With more variables in its environment. */
  TestServer(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(issuer.environment());
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.putAll(variables);
    var json = new JsonBodies(Json.mapper());
    probe = new ProbeApi(json);
    server =
        FlowforgeServer.start(
            ServerConfig.from(environment),
            json,
            List.of(probe),
            Map.of(),
            new Measurements(),
            clock);
  }

  /** A client without a token. */
  Client nobody() {
    return new Client(http, server.port(), "");
  }

  Client mike() {
    return nobody().as(issuer.tokenFor("auth0|mike"));
  }

  @Override
  public void close() {
    probe.gate.countDown();
    server.close();
    http.close();
    issuer.close();
  }
}
