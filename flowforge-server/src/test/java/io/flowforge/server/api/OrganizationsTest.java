package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.identity.Caller;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Founding, renaming and deleting organizations, and who is in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationsTest {

  private static final String ISO_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

  private final AcmeServer server = new AcmeServer();
  private final Client owner = server.as(World.OWNER);
  private final Client admin = server.as(World.ADMIN);
  private final Client member = server.as(World.MEMBER);
  private final Client stranger = server.as(World.STRANGER);
  private final Client newcomer = server.as(new Caller.Person("auth0|new"));

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void whoFoundsAnOrganizationOwnsIt() {
    Answer created = stranger.post("/api/organization", "{\"name\":\"  Sam & Söhne \"}");

    assertThat(created.status()).isEqualTo(201);
    JsonNode organization = created.json();
    assertThat(names(organization))
        .containsExactlyInAnyOrder("org_id", "name", "owner", "created_on", "deleted");
    assertThat(organization.path("org_id").isInt()).isTrue();
    assertThat(organization.path("name").asText()).isEqualTo("Sam & Söhne");
    assertThat(organization.path("owner").asText()).isEqualTo("auth0|sam");
    assertThat(organization.path("created_on").asText()).matches(ISO_TIME);
    assertThat(organization.path("deleted").isBoolean()).isTrue();
    assertThat(stranger.get("/api/organization").json()).contains(organization);
    assertThat(rolesIn(stranger, organization.path("org_id").intValue()))
        .containsExactly("auth0|sam Owner");
  }

  @Test
  void whoIsNotAUserYetHasNoneAndFoundsNone() {
    assertThat(newcomer.get("/api/organization").response().body()).isEqualTo("[]");
    assertThat(newcomer.get("/api/membership").response().body())
        .isEqualTo("{\"user_id\":\"auth0|new\",\"memberships\":[]}");
    Answer answer = newcomer.post("/api/organization", "{\"name\":\"x\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains("POST /api/user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":null}",
        "{\"name\":\"\"}",
        "{\"name\":\" \\u00a0\\t\"}",
        "{\"name\":\"a\\u0007b\"}",
        "{\"name\":\"a\\nb\"}",
        "{\"name\":\"a\\u2028b\"}",
        "{\"name\":\"a\\ud800b\"}",
        "{\"name\":7}"
      })
  void aNameIsOneLineOfText(String body) {
    Answer answer = owner.post("/api/organization", body);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.message()).contains("name");
  }

  @Test
  void aNameHasAtMostTwoHundredCharacters() {
    String longest = "\uD83D\uDE00".repeat(200);

    assertThat(owner.post("/api/organization", "{\"name\":\"" + longest + "\"}").status())
        .isEqualTo(201);
    assertThat(owner.post("/api/organization", "{\"name\":\"" + longest + "x\"}").status())
        .isEqualTo(400);
  }

  @Test
  void theOwnerRenames() {
    int orgId = found(owner, "Before");

    Answer answer =
        owner.send(
            "PATCH", "/api/organization", "{\"org_id\":%d,\"name\":\"After\"}".formatted(orgId));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo("null");
    assertThat(organization(owner, orgId).path("name").asText()).isEqualTo("After");
    for (String body : List.of("{\"name\":\"x\"}", "{\"org_id\":" + orgId + "}")) {
      assertThat(owner.send("PATCH", "/api/organization", body).status()).isEqualTo(400);
    }
  }

  @Test
  void anotherOrganizationIsNoneAtAll() {
    for (int orgId : List.of(server.acme.orgId(), 999_999)) {
      String body = "{\"org_id\":%d,\"name\":\"Mine\"}".formatted(orgId);
      for (Client client : List.of(stranger, newcomer)) {
        assertThat(client.send("PATCH", "/api/organization", body).status()).isEqualTo(403);
        assertThat(client.send("DELETE", "/api/organization", body).status()).isEqualTo(403);
        assertThat(client.get(members(orgId)).status()).isEqualTo(403);
        assertThat(client.send("DELETE", leave(orgId), "").status()).isEqualTo(403);
      }
    }
    assertThat(member.get("/api/organization/x/members").status()).isEqualTo(400);
  }

  @Test
  void aDeletedOrganizationIsGoneForEverybodyWithAllThatItOwns() {
    try (var other = new AcmeServer()) {
      Client olga = other.as(World.OWNER);
      Client mike = other.as(World.MEMBER);
      int orgId = other.acme.orgId();
      var pipeline = other.acme.pipeline(Pipelines.call(other.target.url()));
      var request = other.acme.request(pipeline, "{}");
      String body = "{\"org_id\":" + orgId + "}";
      assertThat(other.as(World.ADMIN).send("DELETE", "/api/organization", body).status())
          .isEqualTo(403);

      Answer answer = olga.send("DELETE", "/api/organization", body);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.response().body()).isEqualTo("null");
      for (Client client : List.of(olga, mike)) {
        assertThat(client.get("/api/organization").response().body()).isEqualTo("[]");
        assertThat(client.get("/api/membership").json().path("memberships")).isEmpty();
        assertThat(client.get(members(orgId)).status()).isEqualTo(403);
        assertThat(client.get("/api/pipeline?org_id=" + orgId).status()).isEqualTo(403);
        assertThat(client.get("/api/pipeline/" + pipeline.id()).status()).isEqualTo(404);
        assertThat(client.get("/api/service_request?org_id=" + orgId).status()).isEqualTo(403);
        assertThat(client.get("/api/service_request/" + request.id()).status()).isEqualTo(404);
        assertThat(client.put("/api/service_request/" + request.id() + "/start").status())
            .isEqualTo(404);
        assertThat(client.send("DELETE", leave(orgId), "").status()).isEqualTo(403);
      }
      assertThat(olga.get("/api/user/auth0%7Colga").json().path("memberships")).isEmpty();
      assertThat(olga.send("DELETE", "/api/organization", body).status()).isEqualTo(403);
    }
  }

  @Test
  void membersSeeEachOtherWithoutAddresses() {
    Answer answer = member.get(members(server.acme.orgId()));

    assertThat(answer.json().path("org_id").intValue()).isEqualTo(server.acme.orgId());
    assertThat(names(answer.json().path("members").path(0)))
        .containsExactlyInAnyOrder(
            "user_id", "name", "identity_provider", "created_on", "deleted", "role", "joined_on");
    assertThat(answer.json().path("members").path(0).path("joined_on").asText()).matches(ISO_TIME);
    assertThat(rolesIn(member, server.acme.orgId()))
        .containsExactlyInAnyOrder("auth0|olga Owner", "auth0|ada Admin", "auth0|mike Member");
    assertThat(answer.response().body()).doesNotContain("example.com");
  }

  @Test
  void membersLeaveButTheOwnerStays() {
    int orgId = found(owner, "Left");
    for (String role : List.of("Member", "Admin")) {
      join(orgId, "auth0|sam", role);

      assertThat(stranger.send("DELETE", leave(orgId), "").response().body())
          .isEqualTo("{\"open_requests\":{\"total_count\":0,\"ids\":[]}}");
      assertThat(rolesIn(owner, orgId)).containsExactly("auth0|olga Owner");
      assertThat(stranger.send("DELETE", leave(orgId), "{}").status()).isEqualTo(403);
    }

    Answer refused = owner.send("DELETE", leave(orgId), "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("transfer");
    assertThat(rolesIn(owner, orgId)).containsExactly("auth0|olga Owner");
  }

  @Test
  void theNewOwnerOwnsInEveryRespect() {
    int orgId = found(owner, "Handed over");
    join(orgId, "auth0|ada", "Member");
    String transfer = "{\"org_id\":%d,\"user_id\":\"%s\"}";

    assertThat(transferred(admin, transfer.formatted(orgId, "auth0|ada"))).isEqualTo(403);
    assertThat(transferred(owner, transfer.formatted(orgId, "auth0|sam"))).isEqualTo(404);
    assertThat(transferred(owner, transfer.formatted(orgId, "auth0|olga"))).isEqualTo(409);
    assertThat(transferred(owner, transfer.formatted(orgId, "auth0|ada"))).isEqualTo(200);

    assertThat(rolesIn(owner, orgId))
        .containsExactlyInAnyOrder("auth0|ada Owner", "auth0|olga Admin");
    assertThat(organization(owner, orgId).path("owner").asText()).isEqualTo("auth0|ada");
    String rename = "{\"org_id\":%d,\"name\":\"Ada's\"}".formatted(orgId);
    assertThat(owner.send("PATCH", "/api/organization", rename).status()).isEqualTo(403);
    assertThat(admin.send("PATCH", "/api/organization", rename).status()).isEqualTo(200);
    assertThat(owner.send("DELETE", leave(orgId), "").status()).isEqualTo(200);
  }

  private static int transferred(Client client, String body) {
    return client.post("/api/membership/ownership_transfer", body).status();
  }

  private void join(int orgId, String userId, String role) {
    String body =
        "{\"org_id\":%d,\"user_id\":\"%s\",\"role\":\"%s\"}".formatted(orgId, userId, role);
    assertThat(owner.post("/api/membership", body).status()).isEqualTo(201);
  }

  private static int found(Client client, String name) {
    return client
        .post("/api/organization", "{\"name\":\"" + name + "\"}")
        .json()
        .path("org_id")
        .intValue();
  }

  private static JsonNode organization(Client client, int orgId) {
    for (JsonNode organization : client.get("/api/organization").json()) {
      if (organization.path("org_id").intValue() == orgId) {
        return organization;
      }
    }
    throw new AssertionError("no organization " + orgId);
  }

  private static List<String> rolesIn(Client client, int orgId) {
    JsonNode members = client.get(members(orgId)).json().path("members");
    return members
        .valueStream()
        .map(found -> found.path("user_id").asText() + " " + found.path("role").asText())
        .toList();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(field -> field.getKey()).toList();
  }

  private static String members(int orgId) {
    return "/api/organization/" + orgId + "/members";
  }

  private static String leave(int orgId) {
    return "/api/organization/" + orgId + "/membership";
  }
}
