package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memberships of an organization that Olga owns and Ada administrates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipsTest {

  private static final String ISO_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

  private final AcmeServer server = new AcmeServer();
  private final Client owner = server.as(World.OWNER);
  private final Client admin = server.as(World.ADMIN);
  private final Client member = server.as(World.MEMBER);
  private int orgId;

  @AfterAll
  void close() {
    server.close();
  }

  @BeforeEach
  void foundAnOrganization() {
    orgId = owner.post("/api/organization", "{\"name\":\"New\"}").json().path("org_id").intValue();
    assertThat(add(owner, "auth0|ada", "Admin").status()).isEqualTo(201);
  }

  @Test
  void anAdminAddsAMember() {
    Answer added = add(admin, "auth0|mike", "Member");

    assertThat(added.status()).isEqualTo(201);
    JsonNode membership = added.json();
    assertThat(membership.properties().stream().map(field -> field.getKey()).toList())
        .containsExactlyInAnyOrder("user_id", "org_id", "role", "joined_on", "deleted");
    assertThat(membership.path("org_id").intValue()).isEqualTo(orgId);
    assertThat(membership.path("joined_on").asText()).matches(ISO_TIME);
    assertThat(membership.path("deleted").booleanValue()).isFalse();
    JsonNode own = member.get("/api/membership").json();
    assertThat(own.path("user_id").asText()).isEqualTo("auth0|mike");
    JsonNode last = own.path("memberships").path(own.path("memberships").size() - 1);
    assertThat(last.path("org_id").intValue()).isEqualTo(orgId);
    assertThat(last.path("role").asText()).isEqualTo("Member");
    assertThat(last.path("joined_on")).isEqualTo(membership.path("joined_on"));
  }

  @Test
  void addingAMemberAgainChangesTheRole() {
    JsonNode first = add(admin, "auth0|mike", "Member").json();

    Answer again = add(admin, "auth0|mike", "Admin");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("role").asText()).isEqualTo("Admin");
    assertThat(again.json().path("joined_on")).isEqualTo(first.path("joined_on"));
    assertThat(roleOf("auth0|mike")).isEqualTo("Admin");
    assertThat(add(admin, "auth0|mike", "Owner").status()).isEqualTo(400);
    assertThat(add(admin, "auth0|ada", "Member").status()).as("oneself").isEqualTo(403);
    assertThat(add(member, "auth0|ada", "Member").status()).as("by an Admin").isEqualTo(201);
    assertThat(add(admin, "auth0|mike", "Member").status()).as("no Admin now").isEqualTo(403);
  }

  @Test
  void aRemovedMemberIsRenewed() {
    add(admin, "auth0|mike", "Admin");

    assertThat(remove(admin, "auth0|mike").response().body())
        .isEqualTo("{\"open_requests\":{\"total_count\":0,\"ids\":[]}}");
    assertThat(roleOf("auth0|mike")).isEmpty();
    assertThat(add(member, "auth0|mike", "Member").status()).as("by himself").isEqualTo(403);
    assertThat(remove(admin, "auth0|mike").status()).isEqualTo(404);
    assertThat(change(admin, "auth0|mike", "Member").status()).isEqualTo(404);
    assertThat(add(admin, "auth0|mike", "Member").status()).isEqualTo(201);
    assertThat(roleOf("auth0|mike")).isEqualTo("Member");
  }

  @Test
  void anAdminChangesRoles() {
    add(admin, "auth0|mike", "Member");

    Answer answer = change(admin, "auth0|mike", "Admin");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("role").asText()).isEqualTo("Admin");
    assertThat(roleOf("auth0|mike")).isEqualTo("Admin");
    assertThat(change(member, "auth0|ada", "Member").status()).isEqualTo(200);
    assertThat(change(admin, "auth0|mike", "Member").status()).as("no Admin now").isEqualTo(403);
  }

  @Test
  void nobodyIsAboveTheOwnerAndNobodyChangesOneself() {
    assertThat(add(admin, "auth0|olga", "Member").status()).isEqualTo(403);
    assertThat(change(admin, "auth0|olga", "Member").status()).isEqualTo(403);
    assertThat(remove(admin, "auth0|olga").status()).isEqualTo(403);
    assertThat(change(admin, "auth0|ada", "Member").status()).isEqualTo(403);
    assertThat(remove(admin, "auth0|ada").status()).isEqualTo(403);
    assertThat(change(owner, "auth0|olga", "Admin").status()).isEqualTo(403);
    assertThat(remove(owner, "auth0|olga").status()).isEqualTo(403);

    assertThat(roleOf("auth0|olga")).isEqualTo("Owner");
    assertThat(roleOf("auth0|ada")).isEqualTo("Admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Owner", "owner", "member", "ADMIN", ""})
  void aRoleIsMemberOrAdmin(String role) {
    assertThat(add(owner, "auth0|mike", role).status()).isEqualTo(400);
    assertThat(change(owner, "auth0|ada", role).status()).isEqualTo(400);
    assertThat(roleOf("auth0|mike")).isEmpty();
    assertThat(roleOf("auth0|ada")).isEqualTo("Admin");
  }

  @Test
  void onlyUsersBecomeMembers() {
    Answer answer = add(owner, "auth0|nobody", "Member");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).contains("auth0|nobody");
  }

  @ParameterizedTest
  @CsvSource({"POST, user_id", "POST, org_id", "POST, role", "PATCH, role", "DELETE, user_id"})
  void aMissingFieldIsNamed(String method, String field) {
    String body =
        body("auth0|mike", "Member").replace("\"" + field + "\"", "\"not_" + field + "\"");

    Answer answer = owner.send(method, "/api/membership", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("missing required field: '" + field + "'");
  }

  private Answer add(Client client, String userId, String role) {
    return client.post("/api/membership", body(userId, role));
  }

  private Answer change(Client client, String userId, String role) {
    return client.send("PATCH", "/api/membership", body(userId, role));
  }

  private Answer remove(Client client, String userId) {
    return client.send("DELETE", "/api/membership", body(userId, "Member"));
  }

  private String body(String userId, String role) {
    return "{\"org_id\":%d,\"user_id\":\"%s\",\"role\":\"%s\"}".formatted(orgId, userId, role);
  }

  /** As the owner sees it; empty when there is none. */
  private String roleOf(String userId) {
    for (JsonNode found :
        owner.get("/api/organization/" + orgId + "/members").json().path("members")) {
      if (found.path("user_id").asText().equals(userId)) {
        return found.path("role").asText();
      }
    }
    return "";
  }
}
