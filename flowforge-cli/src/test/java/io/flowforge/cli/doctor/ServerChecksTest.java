package io.flowforge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.flowforge.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerChecksTest {

  @Test
  void measurementsThatEverybodyCanReadAreAProblem() throws Exception {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    web.start();
    try {
      URI server = URI.create("http://127.0.0.1:" + web.getAddress().getPort());

      assertThat(management(new ServerChecks(server, Json.mapper(), true)).detail())
          .isEqualTo(server + "/metrics is public");
      assertThat(management(new ServerChecks(server, Json.mapper())).kind())
          .isEqualTo(Finding.Kind.SKIPPED);
    } finally {
      web.stop(0);
    }
  }

  /** A check that hangs, one that fails and one that works: each has its finding. */
  @Test
  void checksDoNotWaitForEachOther() throws Exception {
    var hanging =
        new Check(
            "hanging",
            () -> {
              Thread.sleep(Duration.ofHours(1));
              return List.of();
            });
    var failing =
        new Check(
            "failing",
            () -> {
              throw new IllegalStateException("hush");
            });
    var working = new Check("working", () -> List.of(Finding.ok("working", "yes")));

    List<Finding> findings =
        new SideBySide(Duration.ofSeconds(6)).run(List.of(hanging, failing, working));

    assertThat(findings)
        .extracting(Finding::check, Finding::kind)
        .containsExactly(
            tuple("hanging", Finding.Kind.UNREACHABLE),
            tuple("failing", Finding.Kind.PROBLEM),
            tuple("working", Finding.Kind.OK));
    assertThat(findings).asString().doesNotContain("hush");
  }

  private static Finding management(ServerChecks checks) throws Exception {
    var issuers = new IssuerChecks(Json.mapper(), InstantSource.system());
    return checks.all("", issuers).get(1).findings().call().getFirst();
  }
}
