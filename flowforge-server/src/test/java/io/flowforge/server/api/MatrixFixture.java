package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.User;
import io.flowforge.json.Json;
import io.flowforge.organization.Membership;
import io.flowforge.organization.Role;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.postgres.Tx;
import io.flowforge.request.NewRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.secret.NewSecret;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An organization of its own with everybody who can be in it, a pipeline and a request. */
final class MatrixFixture {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final AcmeServer server;
  private final String prefix = "auth0|" + UUID.randomUUID() + "-";
  private final int orgId;
  private final String pipelineId;
  private final String requestId;

  MatrixFixture(AcmeServer server) {
    this.server = server;
    server.auth0.know(userId("newcomer"), "new@example.com", "auth0");
    orgId = server.core.database().inTransaction(this::populate);
    String pipeline = pipeline();
    try {
      pipelineId =
          server
              .core
              .pipelines()
              .create(person("Admin"), Json.mapper().readValue(pipeline, PipelineDraft.class))
              .id();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    requestId =
        server
            .core
            .requests()
            .submission()
            .create(
                person("requester"),
                new NewRequest(pipelineId, orgId, World.object("{}"), "", null))
            .id();
  }

  Client client(String caller) {
    return switch (caller) {
      case "no token" -> server.nobody();
      case "broken token" -> server.nobody().as(server.issuer.tokenFor(person("Owner")) + "x");
      default -> server.as(person(caller));
    };
  }

  /** Takes the request to where a decision is due. */
  void awaitApproval() {
    server.core.requests().decisions().start(person("requester"), requestId);
    eventually(
        () -> server.core.requests().reading().get(person("Admin"), requestId).request().status(),
        RequestStatus.PENDING::equals);
  }

  /** Ends the request as Failed. */
  void fail() {
    awaitApproval();
    server.core.requests().decisions().reject(person("Owner"), requestId, "");
  }

  /** Sets the secret that the routes of secrets are about. */
  void setSecret() {
    server
        .core
        .secretService()
        .set(
            person("Admin"),
            orgId,
            new NewSecret("API_TOKEN", "t0ken-12345", List.of("api.example.com")));
  }

  /** The path of a route, with what belongs into its braces and what a query needs. */
  String path(String route) {
    String path =
        route
            .replace("{+user_id}", userId("colleague").replace("|", "%7C"))
            .replace("{org_id}", Integer.toString(orgId))
            .replace("{id}", route.startsWith("/pipeline") ? pipelineId : requestId)
            .replace("{+stepName}", "s1")
            .replace("{token}", "an-invented-token")
            .replace("{name}", "API_TOKEN");
    boolean isList =
        List.of("/pipeline", "/service_request", "/service_request/admin").contains(route);
    String base = route.startsWith("/.well-known") ? "" : "/api";
    return base + path + (isList ? "?org_id=" + orgId : "");
  }

  /** A body that the route takes from whoever may send it; empty when it needs none. */
  String body(String route) {
    return switch (route) {
      case "POST /user", "POST /organization" -> json(Map.of("name", "New"));
      case "PATCH /organization", "DELETE /organization" ->
          json(Map.of("org_id", orgId, "name", "Renamed"));
      case "POST /membership" -> membership("outsider", "Member");
      case "PATCH /membership" -> membership("colleague", "Admin");
      case "DELETE /membership", "POST /membership/ownership_transfer" ->
          membership("colleague", "Member");
      case "POST /pipeline", "POST /pipeline/validate" -> pipeline();
      case "POST /pipeline/preview" -> json(Map.of("pipeline_id", pipelineId));
      case "POST /pipeline/{id}/versions" ->
          pipeline().replaceFirst("\\{", "{\"expected_version\": 1, ");
      case "POST /service_request" ->
          json(Map.of("org_id", orgId, "pipeline_id", pipelineId, "form_data", Map.of()));
      case "PUT /organization/{org_id}/secrets/{name}" ->
          json(Map.of("value", "t0ken-12345", "hosts", List.of("api.example.com")));
      case "PATCH /service_request/{id}" -> json(Map.of("remarks", "new"));
      default -> "";
    };
  }

  private int populate(Tx tx) {
    for (String caller :
        List.of(
            "stranger",
            "outsider",
            "Member",
            "requester",
            "colleague",
            "Admin",
            "Owner",
            "foreign Admin")) {
      server
          .core
          .users()
          .save(tx, new User(userId(caller), caller + "@x", caller, "auth0", NOW, false));
    }
    int made = server.core.organizations().add(tx, "Own", userId("Owner"), NOW).orgId();
    join(tx, "Owner", made, Role.OWNER);
    join(tx, "Admin", made, Role.ADMIN);
    join(tx, "Member", made, Role.MEMBER);
    join(tx, "requester", made, Role.MEMBER);
    join(tx, "colleague", made, Role.MEMBER);
    int other = server.core.organizations().add(tx, "Foreign", userId("outsider"), NOW).orgId();
    join(tx, "outsider", other, Role.OWNER);
    join(tx, "foreign Admin", other, Role.ADMIN);
    return made;
  }

  private void join(Tx tx, String caller, int organization, Role role) {
    server
        .core
        .memberships()
        .save(tx, new Membership(userId(caller), organization, role, NOW, false));
  }

  private Caller person(String caller) {
    return new Caller.Person(userId(caller));
  }

  private String userId(String caller) {
    return prefix + caller.replace(' ', '-');
  }

  private String membership(String whose, String role) {
    return json(Map.of("org_id", orgId, "user_id", userId(whose), "role", role));
  }

  private String pipeline() {
    return Pipelines.chain(List.of(Pipelines.approval())).replace("%d", Integer.toString(orgId));
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
