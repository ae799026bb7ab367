package io.flowforge.server.fuzz;

import static io.flowforge.testing.Eventually.eventually;
import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.organization.Membership;
import io.flowforge.organization.Role;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.postgres.Tx;
import io.flowforge.request.NewRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.secret.NewSecret;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.ApiOperation;
import io.flowforge.testing.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A new organization of the people of {@link World}, with a pipeline and requests made of the
 * examples of the document, for some dozens of cases to wear out.
 */
final class FuzzWorld {

  /** The {@code PUBLIC_URL} of the server. */
  static final String BASE = "https://flowforge.example.com";

  private static final String CALLBACK_STEPS =
      """
      [{"step_name": "Tell", "step_type": "API", "prev_step_name": "", "next_step_name": "Wait",
        "is_terminal_step": false,
        "parameters": {"method": "POST", "url": "TARGET",
                       "data": {"url": "${callback.url}", "request": "${request.id}"}}},
       {"step_name": "Wait", "step_type": "WAIT_FOR_CALLBACK", "prev_step_name": "Tell",
        "next_step_name": "", "is_terminal_step": true, "parameters": {"expires_after": "PT1H"}}]
      """;

  private static final List<Caller> PEOPLE =
      List.of(World.OWNER, World.ADMIN, World.MEMBER, World.STRANGER);
  private static final List<String> GOOD_CALLERS =
      List.of("owner", "owner", "owner", "admin", "requester", "requester", "newcomer");
  private static final List<String> CALLERS =
      List.of("owner", "admin", "requester", "stranger", "newcomer", "broken token", "no token");

  private final AcmeServer server;
  private final Flowforge core;
  private final Caller newcomer;
  private final int orgId;
  private final Map<String, List<JsonNode>> known;
  private final Map<String, String> authorizations = new HashMap<>();

  FuzzWorld(AcmeServer server, int number) {
    this.server = server;
    core = server.core;
    newcomer = new Caller.Person("auth0|new-" + number);
    server.auth0.know(newcomer.userId(), "new@example.com", "auth0");
    orgId = core.database().inTransaction(this::populate);
    Pipeline pipeline = pipeline();
    List<String> requests = IntStream.range(0, 8).mapToObj(_ -> request(pipeline)).toList();
    takeToTheApproval(requests.subList(3, 8));
    requests.subList(6, 8).forEach(id -> core.requests().decisions().reject(World.ADMIN, id, "no"));
    for (String name : List.of("API_TOKEN", "UNUSED")) {
      core.secretService()
          .set(World.ADMIN, orgId, new NewSecret(name, "t0ken-12345", List.of("api.example.com")));
    }
    JsonNode pipelineId = TextNode.valueOf(pipeline.id());
    known =
        Map.ofEntries(
            entry("org_id", List.of(IntNode.valueOf(orgId))),
            entry("organization.name", texts(List.of("API_TOKEN", "UNUSED", "NEW"))),
            entry("user_id", texts(PEOPLE.stream().map(Caller::userId).toList())),
            entry("pipeline_id", List.of(pipelineId)),
            entry("pipeline.id", List.of(pipelineId)),
            entry("service_request.id", texts(requests)),
            entry("before", texts(requests)),
            entry("callback.token", texts(callbackTokens(2))),
            entry("from", texts(requests)),
            entry("to", List.of(pipelineId)),
            entry(
                "stepName",
                texts(pipeline.stepsInOrder().stream().map(step -> step.stepName()).toList())),
            entry("status", texts(List.of("Running,Pending", "Not Started", ""))));
  }

  /** Values that name something that is there. */
  Map<String, List<JsonNode>> known() {
    return known;
  }

  List<String> callers() {
    return CALLERS;
  }

  /** Those that get further than to the door. */
  List<String> goodCallers() {
    return GOOD_CALLERS;
  }

  /** The header with its line end; empty for who has no token. */
  String authorizationOf(String caller) {
    return authorizations.computeIfAbsent(
        caller,
        _ ->
            switch (caller) {
              case "owner" -> bearer(World.OWNER, "");
              case "admin" -> bearer(World.ADMIN, "");
              case "requester" -> bearer(World.MEMBER, "");
              case "stranger" -> bearer(World.STRANGER, "");
              case "newcomer" -> bearer(newcomer, "");
              case "broken token" -> bearer(World.OWNER, "x");
              default -> "";
            });
  }

  /** Returns whether the organization was deleted. */
  boolean isGone() {
    return core.database()
        .inTransaction(tx -> core.memberships().roleOf(tx, World.OWNER.userId(), orgId))
        .isEmpty();
  }

  /** Ends the organization, so that lists stay short. */
  void close() {
    core.database()
        .useTransaction(
            tx -> tx.update("UPDATE organization SET deleted = TRUE WHERE org_id = ?", orgId));
  }

  private String bearer(Caller caller, String appended) {
    return "Authorization: Bearer " + server.issuer.tokenFor(caller) + appended + "\r\n";
  }

  private int populate(Tx tx) {
    Instant now = Instant.now();
    int made = core.organizations().add(tx, "Fuzz", World.OWNER.userId(), now).orgId();
    List<Role> roles = List.of(Role.OWNER, Role.ADMIN, Role.MEMBER);
    for (int i = 0; i < roles.size(); i++) {
      String userId = PEOPLE.get(i).userId();
      core.memberships().save(tx, new Membership(userId, made, roles.get(i), now, false));
    }
    return made;
  }

  /** Starts requests whose steps wait for callbacks, and returns the ends of the URLs. */
  private List<String> callbackTokens(int count) {
    ObjectNode draft = exampleOf("POST", "/pipeline").put("org_id", orgId);
    draft.put("pipeline_name", "Calls back").put("first_step_name", "Tell");
    try {
      String steps = CALLBACK_STEPS.replace("TARGET", server.target.url());
      draft.set("steps", Json.mapper().readTree(steps));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Pipeline pipeline = created(draft);
    List<String> ids = IntStream.range(0, count).mapToObj(_ -> request(pipeline)).toList();
    ids.forEach(id -> core.requests().decisions().start(World.MEMBER, id));
    return ids.stream().map(this::callbackToken).toList();
  }

  private String callbackToken(String requestId) {
    String url = eventually(() -> callbackUrl(requestId), found -> !found.isEmpty());
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** Returns the URL that the target was told; empty as long as it was not. */
  private String callbackUrl(String requestId) {
    return server.target.calls().stream()
        .filter(call -> call.body().contains('"' + requestId + '"'))
        .map(call -> World.object(call.body()).path("url").asText())
        .findFirst()
        .orElse("");
  }

  private Pipeline pipeline() {
    ObjectNode draft = exampleOf("POST", "/pipeline").put("org_id", orgId);
    for (JsonNode step : draft.path("steps")) {
      if (step.path("parameters") instanceof ObjectNode parameters && parameters.has("url")) {
        parameters.put("url", server.target.url());
      }
    }
    return created(draft);
  }

  private Pipeline created(ObjectNode draft) {
    try {
      return core.pipelines()
          .create(World.ADMIN, Json.mapper().treeToValue(draft, PipelineDraft.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String request(Pipeline pipeline) {
    var formData = (ObjectNode) exampleOf("POST", "/service_request").path("form_data");
    return core.requests()
        .submission()
        .create(World.MEMBER, new NewRequest(pipeline.id(), orgId, formData, "", null))
        .id();
  }

  private void takeToTheApproval(List<String> requests) {
    requests.forEach(id -> core.requests().decisions().start(World.MEMBER, id));
    for (String id : requests) {
      eventually(
          () -> core.requests().reading().get(World.ADMIN, id).request().status(),
          status -> status == RequestStatus.PENDING);
    }
  }

  private static ObjectNode exampleOf(String method, String path) {
    return ApiOperation.all().stream()
        .filter(operation -> operation.method().equals(method) && operation.path().equals(path))
        .map(operation -> (ObjectNode) operation.body().path("example").deepCopy())
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> texts(List<String> texts) {
    return texts.stream().<JsonNode>map(TextNode::valueOf).toList();
  }
}
