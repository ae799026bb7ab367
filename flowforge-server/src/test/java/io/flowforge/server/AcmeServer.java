package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.testing.FakeAuth0;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The whole server on real stores, with the people of {@link World}, workers and a target. */
final class AcmeServer implements AutoCloseable {

  final TestStores stores = new TestStores();
  final TestIssuer issuer = new TestIssuer();
  final Target target = new Target();
  final FakeAuth0 auth0 = new FakeAuth0();
  private final Measurements measurements = new Measurements();
  final Flowforge core =
      Flowforge.open(
          stores.settings().withManagement(auth0.settings()),
          InstantSource.system(),
          measurements.registry());
  final World acme = new World(core);

  private final FlowforgeServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  AcmeServer() {
    Map<String, String> environment = new HashMap<>(issuer.environment());
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("FLOWFORGE_PORT", "0");
    core.startWorkers();
    server =
        FlowforgeServer.start(
            ServerConfig.from(environment), core, measurements, InstantSource.system());
  }

  Client nobody() {
    return new Client(http, server.port(), "", true);
  }

  Client as(Caller caller) {
    return nobody().as(issuer.tokenFor(caller));
  }

  @Override
  public void close() {
    server.close();
    core.close();
    measurements.close();
    http.close();
    target.close();
    issuer.close();
    auth0.close();
    stores.close();
  }
}
