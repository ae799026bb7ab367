package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.embedded.issuer.SeededUsers;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.loopback.ReceivedCall;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.seed.SeedUser;
import io.flowforge.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sample pipelines against the services of {@code flowforge up}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

  private static final Path SAMPLE = Path.of("..", "seed-data", "sample");
  private static final Caller MIA = new Caller.Person("auth0|sample-mia");
  private static final Caller OTTO = new Caller.Person("auth0|sample-otto");

  private LocalFlowforge local;
  private StubService stub;
  private int callsBefore;

  @BeforeAll
  void start(@TempDir Path directory) {
    local =
        LocalFlowforge.start(
            LocalStackOptions.throwaway(
                directory, Programs.DIRECTORY, SeededUsers.issuerOptions(SeedUser.allIn(SAMPLE))),
            Map.of(),
            InstantSource.system());
    stub = StubService.open(1_000, LoopbackPort.anyFree(), Duration.ZERO);
    local.core().seeder().seed(SAMPLE);
    new StubAddress(directory)
        .follow(
            local.core(),
            local.core().organizationService().list(new Caller.Operator("test")),
            stub.uri());
  }

  @AfterAll
  void stop() {
    stub.close();
    local.close();
  }

  @BeforeEach
  void countCalls() {
    callsBefore = stub.calls().size();
  }

  @Test
  void aRepositoryIsImportedAndTheTeamIsTold() {
    ServiceRequest request =
        start(
            "Import a repository",
            """
            {"name": "payments", "source": "https://git.example.com/payments.git", "private": "true",
             "topics": ["platform", "mobile"]}""");

    await(request, RequestStatus.COMPLETED);

    assertThat(targets())
        .startsWith("POST /repositories")
        .endsWith("POST /messages?topic=platform&topic=mobile")
        .hasSize(5);
    assertThat(targets().subList(1, 4)).allMatch(call -> call.startsWith("GET /imports/"));
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {"name": "payments", "source": "https://git.example.com/payments.git", "private": true,
                 "requested_by": "mia@example.com", "request": "%s"}"""
                    .formatted(request.id())));
    assertThat(body(4)).isEqualTo(json("{\"text\": \"payments is imported\", \"files\": 42}"));
  }

  @Test
  void aColleagueGetsAnAccountAnInvitationAndALaptop() {
    ServiceRequest request = start("Welcome a colleague", colleague("16 inch", ""));
    await(request, RequestStatus.PENDING);
    assertThat(targets()).isEmpty();
    local.core().requests().decisions().approve(OTTO, request.id());

    await(request, RequestStatus.COMPLETED);

    assertThat(targets()).hasSize(3).startsWith("POST /accounts").endsWith("POST /orders");
    assertThat(targets().get(1)).matches("POST /accounts/[0-9]+/invitations");
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {"name": "Zoë", "first_day": "2027-01-04", "approved_for": "Mia Moreno"}"""));
    assertThat(body(1)).isEqualTo(json("{\"to\": \"Zoë\", \"days_off\": 30}"));
    assertThat(body(2).path("note").asText()).isEqualTo("no note");
    assertThat(body(2).path("for_account").isIntegralNumber()).isTrue();
  }

  @Test
  void aColleagueWithoutALaptopCostsNoOrder() {
    ServiceRequest request = start("Welcome a colleague", colleague("none", "by the window"));
    await(request, RequestStatus.PENDING);
    local.core().requests().decisions().approve(OTTO, request.id());

    RequestDetails details = await(request, RequestStatus.COMPLETED);

    assertThat(targets()).hasSize(2).noneMatch(call -> call.endsWith("/orders"));
    assertThat(details.steps().getLast().isSkipped()).isTrue();
  }

  @Test
  void aKeyIsUsedThatACallHasBrought() {
    ServiceRequest request = start("Rotate a key", "{\"service\": \"payments\"}");

    await(request, RequestStatus.COMPLETED);

    assertThat(targets()).containsExactly("POST /keys", "PUT /services/payments/key");
    assertThat(body(0).path("callback").asText()).startsWith(local.url() + "/api/callback/");
    assertThat(body(1).path("key").asText()).startsWith("key-");
  }

  private static String colleague(String laptop, String note) {
    return """
        {"name": "Zoë", "first_day": "2027-01-04", "days_off": "30", "laptop": "%s", "note": "%s"}"""
        .formatted(laptop, note);
  }

  private ServiceRequest start(String pipelineName, String formData) {
    Pipeline pipeline = pipeline(pipelineName);
    ServiceRequest request =
        local
            .core()
            .requests()
            .submission()
            .create(
                MIA, new NewRequest(pipeline.id(), pipeline.orgId(), object(formData), "", null));
    local.core().requests().decisions().start(MIA, request.id());
    return request;
  }

  private Pipeline pipeline(String name) {
    var operator = new Caller.Operator("test");
    for (Organization organization : local.core().organizationService().list(operator)) {
      for (Pipeline pipeline :
          local.core().pipelineReading().list(operator, organization.orgId())) {
        if (pipeline.pipelineName().equals(name)) {
          return pipeline;
        }
      }
    }
    throw new AssertionError("there is no pipeline " + name);
  }

  private RequestDetails await(ServiceRequest request, RequestStatus status) {
    return Eventually.eventually(
        () -> local.core().requests().reading().get(MIA, request.id()),
        details -> details.request().status() == status);
  }

  /** Returns the calls of this test as method and target. */
  private List<String> targets() {
    return calls().stream().map(call -> call.method() + " " + call.target()).toList();
  }

  private JsonNode body(int number) {
    return json(calls().get(number).body());
  }

  private List<ReceivedCall> calls() {
    List<ReceivedCall> all = stub.calls();
    return all.subList(callsBefore, all.size());
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }
}
