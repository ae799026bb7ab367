package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.identity.Caller;
import io.flowforge.testing.World;
import java.util.List;
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
