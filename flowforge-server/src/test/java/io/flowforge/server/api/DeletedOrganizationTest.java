package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of an organization that its Owner deletes. */
class DeletedOrganizationTest {

  private static final Caller OPERATOR = new Caller.Operator("test");

  private final AcmeServer server = new AcmeServer();
  private final Pipeline pipeline =
      server.acme.pipeline(Pipelines.callApproveCall(server.target.url()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nobodyCanActOnThemAndEverythingOpenIsCancelled() {
    String notStarted = submit();
    String pending = submit();
    start(pending);
    awaitStatus(pending, RequestStatus.PENDING);
    Runnable release = server.target.hold();
    String running = submit();
    start(running);
    eventually(() -> server.target.calls().size(), calls -> calls == 2);

    delete();

    for (String id : new String[] {notStarted, pending, running}) {
      String path = "/api/service_request/" + id;
      for (Caller caller : new Caller[] {World.MEMBER, World.ADMIN, World.OWNER}) {
        for (String action : new String[] {"/start", "/approve", "/reject", "/cancel"}) {
          assertThat(server.as(caller).put(path + action).status()).as(action).isEqualTo(404);
        }
        assertThat(server.as(caller).get(path).status()).isEqualTo(404);
      }
    }
    // Nobody needs to: all of them are cancelled, and the call under way is interrupted.
    for (String id : new String[] {notStarted, pending, running}) {
      awaitStatus(id, RequestStatus.CANCELLED);
    }
    release.run();
    assertThat(server.target.calls()).hasSize(2);
  }

  private void delete() {
    assertThat(
            server
                .as(World.OWNER)
                .send(
                    "DELETE",
                    "/api/organization",
                    "{\"org_id\": %d}".formatted(server.acme.orgId()))
                .status())
        .isEqualTo(200);
  }

  private String submit() {
    return server.acme.request(pipeline, "{}").id();
  }

  private void start(String id) {
    server.core.requests().decisions().start(World.MEMBER, id);
  }

  private RequestStatus status(String id) {
    return server.core.requests().reading().get(OPERATOR, id).request().status();
  }

  private void awaitStatus(String id, RequestStatus status) {
    eventually(() -> status(id), status::equals);
  }
}
