package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.server.ServerAccess;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deleted user whose token is still valid. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletedUserTest {

  private static final List<String> UNDESCRIBED =
      List.of("GET /nothing", "DELETE /login", "HEAD /user");

  private final AcmeServer server = new AcmeServer();
  private String requestId = "";

  @BeforeAll
  void delete() {
    assertThat(server.as(World.MEMBER).get("/api/login").status()).isEqualTo(200);
    requestId = server.acme.request(server.acme.pipeline(approvable()), "{}").id();
    server
        .core
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    "UPDATE \"user\" SET deleted = TRUE WHERE user_id = ?", World.MEMBER.userId()));
  }

  @AfterAll
  void close() {
    server.close();
  }

  Stream<String> routes() {
    return Stream.concat(
        RecordedRoutes.of(ServerAccess.services(server.core)).stream()
            .filter(route -> !route.endsWith("/healthcheck") && !route.contains("/callback/")),
        UNDESCRIBED.stream());
  }

  /** With bodies and ids that would be 400 and 404 for others. */
  @ParameterizedTest
  @MethodSource("routes")
  void isRefusedEverywhere(String route) {
    String method = route.substring(0, route.indexOf(' '));
    String path = "/api" + route.substring(route.indexOf(' ') + 1).replaceAll("[{}+]", "");

    Client client =
        UNDESCRIBED.contains(route)
            ? server.operator().as(server.issuer.tokenFor(World.MEMBER))
            : server.as(World.MEMBER);

    Client.Answer answer = client.send(method, path, method.startsWith("P") ? "nonsense" : "");

    assertThat(answer.status()).isEqualTo(403);
    if (!method.equals("HEAD")) {
      assertThat(answer.message()).contains("has been deleted");
    }
  }

  /** With ids that others could use. */
  @Test
  void opensNoStream() {
    String ofOrganization = "/api/organization/" + server.acme.orgId() + "/events";
    String ofRequest = "/api/service_request/" + requestId + "/events";

    for (String path : List.of(ofOrganization, ofRequest)) {
      Client.Answer answer = server.as(World.MEMBER).get(path);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.message()).contains("has been deleted");
    }
  }

  private static String approvable() {
    return Pipelines.chain(List.of(Pipelines.approval()));
  }

  @Test
  void othersAndThoseWhoAreNoUsersYetGoOn() {
    assertThat(server.as(World.ADMIN).get("/api/login").status()).isEqualTo(200);
    Client newcomer = server.as(new Caller.Person("auth0|new"));
    assertThat(newcomer.get("/api/login").status()).isEqualTo(404);
    assertThat(newcomer.get("/api/organization").response().body()).isEqualTo("[]");
    assertThat(server.nobody().get("/api/healthcheck").status()).isEqualTo(200);
  }
}
