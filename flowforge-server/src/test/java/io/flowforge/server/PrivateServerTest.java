package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivateServerTest {

  /** Enough for each route to come as far as the caller. */
  private static final String BODY =
      """
      {"name": "x", "org_id": 1, "pipeline_id": "65f000000000000000000000", "form_data": {},
       "pipeline_name": "p", "first_step_name": "s",
       "steps": [{"step_name": "s", "step_type": "WAIT_FOR_APPROVAL", "is_terminal_step": true}]}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestStores stores = new TestStores();
  private Flowforge core;
  private World world;
  private PrivateServer server;
  private String request;

  @BeforeAll
  void start() {
    core = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(core);
    request = world.request(world.pipeline(Pipelines.call("http://127.0.0.1:1/")), "{}").id();
    server = PrivateServer.start(core, new Caller.Operator("test"));
  }

  @AfterAll
  void stop() {
    server.close();
    core.close();
    stores.close();
    http.close();
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    assertThat(InetAddress.getByName(server.url().getHost()).isLoopbackAddress()).isTrue();
  }

  @Test
  void hasAnotherTokenEachTime() {
    try (var other = PrivateServer.start(core, new Caller.Operator("test"))) {
      assertThat(other.token()).isNotEqualTo(server.token()).hasSize(43);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "eyJhbGciOiJub25lIn0.e30."})
  void refusesEveryoneElse(String token) throws Exception {
    assertThat(status("GET", "/api/organization", null, token)).isEqualTo(401);
    assertThat(status("PUT", "/api/service_request/" + request + "/cancel", null, token))
        .isEqualTo(401);
    assertThat(status("GET", "/api/healthcheck", null, token)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/organization|200",
        "GET|/api/organization/ORG/members|200",
        "GET|/api/user|200",
        "GET|/api/pipeline?org_id=ORG|200",
        "GET|/api/service_request/admin?org_id=ORG|200",
        "GET|/api/service_request/REQUEST|200",
        "PUT|/api/service_request/REQUEST/approve|409",
        // What only a user can do, because it is about the caller.
        "GET|/api/login|403",
        "GET|/api/membership|403",
        "GET|/api/service_request?org_id=ORG|403",
        "POST|/api/user|403",
        "POST|/api/organization|403",
        "POST|/api/pipeline|403",
        "POST|/api/service_request|403",
        "DELETE|/api/organization/ORG/membership|403"
      })
  void anOperatorDoesWhatNeedsNoUser(String method, String path, int status) throws Exception {
    String filled =
        path.replace("ORG", Integer.toString(world.orgId())).replace("REQUEST", request);
    assertThat(status(method, filled, method.equals("POST") ? BODY : null, server.token()))
        .isEqualTo(status);
  }

  private int status(String method, String path, @Nullable String body, String token)
      throws IOException, InterruptedException {
    var builder =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    return http.send(builder.build(), BodyHandlers.ofString()).statusCode();
  }
}
