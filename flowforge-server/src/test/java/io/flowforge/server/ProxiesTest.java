package io.flowforge.server;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.EventReader;
import io.flowforge.server.testing.Nginx;
import io.flowforge.testing.PgBouncer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx in front of a server, and a real PgBouncer in transaction mode behind it. */
class ProxiesTest {

  private final Path directory;

  ProxiesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aRequestRunsFromEndToEnd() {
    Nginx.requireInstalled();
    PgBouncer.requireInstalled();
    // Closed after the server, which is opened with it.
    List<PgBouncer> pooler = new ArrayList<>();
    try {
      runThroughProxies(pooler);
    } finally {
      pooler.forEach(PgBouncer::close);
    }
  }

  private void runThroughProxies(List<PgBouncer> pooler) {
    try (var server =
            new AcmeServer(
                stores -> {
                  pooler.add(new PgBouncer(directory, stores.postgresUri()));
                  return Map.of(
                      "POSTGRES_URI",
                      pooler.getFirst().uri("&prepareThreshold=0"),
                      "POSTGRES_POOL_SIZE",
                      "8",
                      "ALLOW_PRIVATE_TARGETS",
                      "true");
                });
        var http = HttpClient.newHttpClient()) {
      int port = server.nobody().port();
      // The default: HTTP/1.0, and a connection for each call.
      try (var nginx =
          new Nginx(directory, "", "proxy_pass http://127.0.0.1:%d;".formatted(port))) {
        runThrough(new Client(http, nginx.port(), "", true), server);
      }
      try (var nginx =
          new Nginx(
              directory,
              "upstream flowforge { server 127.0.0.1:%d; keepalive 4; keepalive_timeout 60s; }"
                  .formatted(port),
              """
              proxy_pass http://flowforge;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              """)) {
        runThrough(new Client(http, nginx.port(), "", true), server);
      }
    }
  }

  private static void runThrough(Client nobody, AcmeServer server) {
    Client member = nobody.as(server.issuer.tokenFor(World.MEMBER));
    Pipeline pipeline = server.acme.pipeline(Pipelines.call(server.target.url()));
    assertThat(nobody.get("/api/login").status()).isEqualTo(401);
    Client.Answer made =
        member.post(
            "/api/service_request",
            """
            {"pipeline_id": "%s", "org_id": %d, "form_data": {"who": "Mike"}, "remarks": "%s"}
            """
                .formatted(pipeline.id(), server.acme.orgId(), "r".repeat(9_000)));
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    String path = "/api/service_request/" + made.json().path("id").asText();
    Runnable release = server.target.hold();
    assertThat(member.send("PUT", path + "/start", "").status()).isEqualTo(200);
    // Events come through while the step runs, without waiting for a buffer to be full.
    try (EventReader stream = EventReader.open(member, path + "/events")) {
      assertThat(stream.until("log").getLast().data().toString()).contains("Calling");
      release.run();
      assertThat(stream.rest().getLast().name()).isEqualTo("end");
    }
    eventually(
        () -> member.get(path).json().path("service_request").path("status").asText(),
        "Completed"::equals);
    Client.Answer list =
        member.get("/api/service_request?page_size=100&org_id=" + server.acme.orgId());
    assertThat(list.json().path("data").path(0).path("remarks").asText()).hasSize(9_000);
    assertThat(member.get("/api/user/auth0%7Cmike").json().path("name").asText()).isEqualTo("Mike");
  }
}
