package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.identity.Caller;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.testing.World;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People, as they see themselves and each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersTest {

  private final AcmeServer server = new AcmeServer();
  private final Client mike = server.as(World.MEMBER);
  private final Client newcomer = server.as(new Caller.Person("auth0|new"));

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void whoComesForTheFirstTimeBecomesAUser() {
    server.auth0.know("google-oauth2|1", "gina@example.com", "google-oauth2");
    Client gina = server.as(new Caller.Person("google-oauth2|1"));
    assertThat(gina.get("/api/login").status()).isEqualTo(404);

    Client.Answer created = gina.post("/api/user", "{\"name\":\" Gina \"}");

    assertThat(created.status()).as(created.response().body()).isEqualTo(200);
    JsonNode user = created.json();
    assertThat(user.properties().stream().map(field -> field.getKey()).toList())
        .containsExactlyInAnyOrder(
            "user_id", "email", "name", "identity_provider", "created_on", "deleted");
    assertThat(user.path("user_id").asText()).isEqualTo("google-oauth2|1");
    assertThat(user.path("email").asText()).isEqualTo("gina@example.com");
    assertThat(user.path("name").asText()).isEqualTo("Gina");
    assertThat(user.path("identity_provider").asText()).isEqualTo("google-oauth2");
    assertThat(user.path("deleted").booleanValue()).isFalse();
    assertThat(gina.get("/api/login").json()).isEqualTo(user);

    int asked = server.auth0.userPaths().size();
    Client.Answer again = gina.post("/api/user", "{\"name\":\"Other\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(user);
    assertThat(server.auth0.userPaths()).hasSize(asked);
  }

  @Test
  void oneUserComesOfManySignUpsAtOnce() throws Exception {
    server.auth0.know("auth0|twin", "twin@example.com", "auth0");
    Client twin = server.as(new Caller.Person("auth0|twin"));
    Runnable release = server.auth0.hold();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Client.Answer>> answers =
          IntStream.range(0, 8)
              .mapToObj(i -> "{\"name\":\"Twin " + i + "\"}")
              .map(body -> threads.submit(() -> twin.post("/api/user", body)))
              .toList();
      release.run();
      for (Future<Client.Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(answer.get().json()).isEqualTo(twin.get("/api/login").json());
      }
    }
  }

  @Test
  void aDeletedUserDoesNotComeBackByHimself() {
    var gone = new Caller.Person("auth0|gone");
    server.auth0.know("auth0|gone", "gone@example.com", "auth0");
    Client client = server.as(gone);
    client.post("/api/user", "{\"name\":\"Gone\"}");
    int orgId =
        client.post("/api/organization", "{\"name\":\"x\"}").json().path("org_id").intValue();
    server
        .core
        .database()
        .useTransaction(
            tx -> tx.update("UPDATE \"user\" SET deleted = TRUE WHERE user_id = ?", "auth0|gone"));

    // 404 would offer to sign up.
    assertThat(client.get("/api/login").status()).isEqualTo(403);
    assertThat(client.post("/api/user", "{\"name\":\"Back\"}").status()).isEqualTo(403);
    assertThat(client.get("/api/login").status()).isEqualTo(403);
    assertThat(client.get("/api/organization").status()).isEqualTo(403);
    assertThat(client.post("/api/organization", "{\"name\":\"y\"}").status()).isEqualTo(403);
    assertThat(client.get("/api/organization/" + orgId + "/members").status()).isEqualTo(403);
    assertThat(mike.get("/api/user/auth0%7Cgone").status()).isEqualTo(404);
    assertThat(mike.get("/api/user").response().body()).doesNotContain("auth0|gone");
  }

  @Test
  void whoCannotBeLookedUpBecomesNoUser() {
    assertThat(newcomer.post("/api/user", "{}").status()).isEqualTo(400);
    assertThat(newcomer.post("/api/user", "{\"name\":\" \"}").status()).isEqualTo(400);
    Client.Answer unknown = newcomer.post("/api/user", "{\"name\":\"New\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.message()).contains("auth0|new");
    try (var sick = new AcmeServer()) {
      sick.auth0.close();
      Client.Answer answer =
          sick.as(new Caller.Person("auth0|new")).post("/api/user", "{\"name\":\"New\"}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.message()).contains("identity provider");
      assertThat(answer.response().body()).doesNotContain("127.0.0.1", "Exception");
    }
  }

  @Test
  void everybodyIsListedWithoutAddresses() {
    for (Client client : List.of(mike, newcomer)) {
      Client.Answer answer = client.get("/api/user");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.response().body()).doesNotContain("email", "example.com");
      assertThat(answer.json().valueStream().map(user -> user.path("user_id").asText()).toList())
          .containsSubsequence("auth0|ada", "auth0|mike", "auth0|olga", "auth0|sam");
    }
  }

  @Test
  void aUserIsShownWithItsMemberships() {
    JsonNode ada = mike.get("/api/user/auth0%7Cada").json();

    assertThat(ada.properties().stream().map(field -> field.getKey()).toList())
        .containsExactlyInAnyOrder(
            "user_id", "name", "identity_provider", "created_on", "memberships");
    assertThat(ada.path("name").asText()).isEqualTo("Ada");
    assertThat(ada.path("memberships").toString())
        .isEqualTo(
            "[{\"org_id\":%d,\"role\":\"Admin\",\"joined_on\":\"2026-01-31T08:00:00Z\"}]"
                .formatted(server.acme.orgId()));
    assertThat(mike.get("/api/user/auth0%7Csam").json().path("memberships").toString())
        .isEqualTo("[]");
  }

  @Test
  void anIdMayArriveRaw() {
    RawConnection.Answer answer =
        new RawConnection(mike.port())
            .send("GET /api/user/auth0|ada HTTP/1.1", "Authorization: Bearer " + mike.token());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"user_id\":\"auth0|ada\"");
  }

  @Test
  void anUnknownUserIsNotFound() {
    for (String id : List.of("auth0%7Cnobody", "x", "auth0%7Ca%2Fb", "%25")) {
      assertThat(mike.get("/api/user/" + id).status()).as(id).isEqualTo(404);
      assertThat(mike.get("/api/user/" + id).message()).as(id).startsWith("user ");
    }
  }
}
