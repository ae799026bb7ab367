package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.testing.LegacyRequests;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that somebody starts a second time by mistake. */
class TakenPortTest {

  @Test
  void runsNothing() throws IOException {
    try (var stores = new TestStores();
        var issuer = new TestIssuer();
        var target = new Target();
        var taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var core = Flowforge.open(stores.settings(), InstantSource.system())) {
      // Workers adopt it before they do anything else.
      Pipeline pipeline = new World(core).pipeline(Pipelines.call(target.url()));
      String id = LegacyRequests.insert(stores, pipeline, "Running");
      Map<String, String> environment = new HashMap<>(issuer.environment());
      environment.putAll(stores.environment());
      environment.put("ALLOW_PRIVATE_TARGETS", "true");
      environment.put("FLOWFORGE_HOST", "127.0.0.1");
      environment.put("FLOWFORGE_PORT", Integer.toString(taken.getLocalPort()));
      environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");

      assertThatThrownBy(
              () -> StandaloneServer.run(environment, InstantSource.system(), new NeverStarted()))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("FLOWFORGE_PORT");

      assertThat(target.calls()).isEmpty();
      assertThat(executionStates(core, id)).as("adopted by workers").isZero();
    }
  }

  private static int executionStates(Flowforge core, String requestId) {
    return core.database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT 1 AS one FROM request_run WHERE request_id = ?",
                        row -> row.integer("one"),
                        requestId)
                    .size());
  }

  private static final class NeverStarted implements StandaloneServer.Listener {

    @Override
    public void started(int port) {
      throw new AssertionError("started at " + port);
    }

    @Override
    public void stopping() {
      throw new AssertionError("was started");
    }
  }
}
