package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One caller cannot take all slots. */
class CallSlotsTest {

  private static final int SLOTS = 40;
  private static final int OF_ONE_CALLER = 10;

  @Test
  void aCallerHasAQuarterOfTheSlots() throws InterruptedException {
    try (var server =
            new TestServer(Map.of("FLOWFORGE_MAX_CONCURRENT_REQUESTS", Integer.toString(SLOTS)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> held = new ArrayList<>();
      for (int caller = 0; caller < SLOTS / OF_ONE_CALLER; caller++) {
        Client client = server.nobody().as(server.issuer.tokenFor("auth0|caller-" + caller));
        for (int i = 0; i < OF_ONE_CALLER; i++) {
          held.add(CompletableFuture.supplyAsync(() -> client.get("/api/hold").status(), threads));
          assertThat(server.echo.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
        Client.Answer refused = client.get("/api/whoami");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("1");
      }
      assertThat(server.mike().get("/api/whoami").status()).as("no slot is left").isEqualTo(503);
      assertThat(server.nobody().get("/health/live").status()).isEqualTo(200);

      server.echo.gate.countDown();

      assertThat(held).allSatisfy(call -> assertThat(call.join()).isEqualTo(200));
      // A slot is given back after the response has been sent.
      eventually(() -> server.mike().get("/api/whoami").status(), status -> status == 200);
    }
  }
}
