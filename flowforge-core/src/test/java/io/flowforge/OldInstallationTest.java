package io.flowforge;

import static java.util.Map.entry;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.FlowforgeException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.Role;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.StepType;
import io.flowforge.request.RequestDecisions;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.FreePort;
import io.flowforge.testing.KilledAdoption;
import io.flowforge.testing.OldInstallation;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.uri.PercentEncoding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An installation of the older system, with requests in every state that its server could bring
 * about, against the table of what a correct adoption makes of each.
 */
class OldInstallationTest {

  private static final Caller OPERATOR = new Caller.Operator("test");
  private static final List<Caller> EVERYBODY =
      Stream.of("alice", "bob", "carol", "dave")
          .<Caller>map(name -> new Caller.Person("auth0|" + name))
          .toList();

  /** What becomes of a request, and at which step; an empty step is any. */
  private record Expected(RequestStatus status, String step) {}

  /** The requests of earlier releases: 65d000000000000000000101 and so on. */
  private static final Map<String, Expected> EARLIER =
      Map.ofEntries(
          entry("101", new Expected(RequestStatus.NOT_STARTED, "step1")),
          entry("102", new Expected(RequestStatus.FAILED, "step1")),
          entry("103", new Expected(RequestStatus.COMPLETED, "")),
          entry("104", new Expected(RequestStatus.CANCELLED, "")),
          entry("105", new Expected(RequestStatus.NOT_STARTED, "step1")),
          entry("106", new Expected(RequestStatus.PENDING, "step2")),
          entry("107", new Expected(RequestStatus.FAILED, "step1")),
          entry("108", new Expected(RequestStatus.COMPLETED, "")),
          entry("109", new Expected(RequestStatus.NOT_STARTED, "step1")),
          entry("10a", new Expected(RequestStatus.NOT_STARTED, "step1")),
          entry("10b", new Expected(RequestStatus.PENDING, "step2")),
          entry("10c", new Expected(RequestStatus.CANCELLED, "")),
          entry("10d", new Expected(RequestStatus.FAILED, "step3")),
          entry("10e", new Expected(RequestStatus.COMPLETED, "")),
          entry("10f", new Expected(RequestStatus.CANCELLED, "")),
          entry("110", new Expected(RequestStatus.FAILED, "step2")),
          entry("111", new Expected(RequestStatus.FAILED, "")),
          entry("112", new Expected(RequestStatus.FAILED, "step3")));

  private final OldInstallation installation = OldInstallation.given();
  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Target failing = new Target();
  private final Map<String, Expected> expected = new HashMap<>();
  private Flowforge flowforge;

  @BeforeEach
  void load() {
    failing.answerWith(500);
    installation.load(stores, addresses());
    for (JsonNode request : installation.requests()) {
      expected.put(request.path("id").asText(), expectedOf(request));
    }
    EARLIER.forEach((suffix, state) -> expected.put("65d000000000000000000" + suffix, state));
    assertThat(expected).hasSize(95 + 18);
    open();
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    failing.close();
    stores.close();
  }

  @Test
  void becomesWhatTheTableSaysAndNothingFires() {
    Map<String, Map<String, String>> before = latestEvents();
    flowforge.adoption().sweep();
    requireTable();
    requireStepsOf(before);
    requireDocuments();

    // The same twice, and after a new start.
    assertThat(flowforge.adoption().sweep()).isZero();
    flowforge.close();
    open();
    assertThat(flowforge.adoption().sweep()).isZero();
    flowforge.startWorkers();
    requireTable();
    assertThat(calls()).isEmpty();
  }

  @Test
  void stillIsRightWhenEverybodyStartsAndApproves() {
    adoptAndPress(
        List.of(
            RequestDecisions::start,
            RequestDecisions::approve,
            RequestDecisions::approve,
            RequestDecisions::approve));

    Map<String, Long> calls = calls().stream().collect(groupingBy(call -> call, counting()));
    assertThat(calls.values()).as("calls of each step").allMatch(count -> count == 1);
    assertThat(allowedCalls()).containsAll(calls.keySet());
    assertThat(calls.keySet()).containsAll(requiredCalls());
    expected.forEach(
        (id, state) -> {
          RequestStatus now = details(id).request().status();
          switch (state.status()) {
            case NOT_STARTED, PENDING -> assertThat(now.isEnd()).as(id).isTrue();
            case RUNNING, FAILED, CANCELLED, COMPLETED ->
                assertThat(now).as(id).isEqualTo(state.status());
          }
        });
  }

  @Test
  void stillIsRightWhenEverybodyRejectsAndCancels() {
    adoptAndPress(
        List.of(
            (decisions, caller, id) -> decisions.reject(caller, id, "no"),
            RequestDecisions::cancel));

    assertThat(calls()).isEmpty();
    expected.forEach(
        (id, state) ->
            assertThat(details(id).request().status())
                .as(id)
                .isEqualTo(
                    switch (state.status()) {
                      case NOT_STARTED -> RequestStatus.CANCELLED;
                      case PENDING -> RequestStatus.FAILED;
                      case RUNNING, FAILED, CANCELLED, COMPLETED -> state.status();
                    }));
  }

  @Test
  void becomesTheSameWhenItsAdoptionIsKilledInTheMiddle() {
    // More of them, so that there is a middle.
    var older = new OlderSystem();
    for (int i = 0; i < 1_000; i++) {
      older.request(1, "6b0713bfef61e16a1aca3c25", "Running");
    }
    older.write(stores, flowforge.database());
    KilledAdoption.run(stores, flowforge.database(), 2);
    flowforge.startWorkers();
    Eventually.eventually(flowforge.adoption()::countOlder, left -> left == 0);

    requireTable();
    requireDocuments();
    assertThat(number("SELECT count(*) AS n FROM request_transition WHERE transition = 'ADOPT'"))
        .isEqualTo(95 + 18 + 1_000);
    assertThat(number("SELECT count(*) AS n FROM scheduled_tasks")).isZero();
    assertThat(calls()).isEmpty();
  }

  @Test
  void requestsAreShownAsTheyWereAndToTheSamePeople() {
    flowforge.adoption().sweep();
    for (Map.Entry<Integer, List<String>> members :
        Map.of(1, List.of("alice", "bob"), 2, List.of("bob"), 5, List.of("bob"), 6, List.of("bob"))
            .entrySet()) {
      int orgId = members.getKey();
      for (String name : members.getValue()) {
        var caller = new Caller.Person("auth0|" + name);
        if (mayListAll(caller, orgId)) {
          Set<String> listed =
              Stream.of(page(caller, orgId).toArray(ServiceRequest[]::new))
                  .map(ServiceRequest::id)
                  .collect(toSet());
          assertThat(listed).isEqualTo(idsOf(orgId));
        }
      }
    }
    // Values stay exact, and whole numbers have no fraction.
    assertThat(details("6b0713bfef61e16a1aca3c49").request().formData().toString())
        .doesNotContain(".0,", ".0}")
        .contains("9007199254740992");
    assertThat(details("6b0713bfef61e16a1aca3c4c").request().formData().has("a.b")).isTrue();
    assertThat(details("6b0713bfef61e16a1aca3c47").request().formData()).isEmpty();
  }

  @Test
  void theTablesOfEarlierReleasesAreAdoptedToo() {
    try (var earlierStores = new TestStores()) {
      installation.loadEarlierTables(earlierStores, addresses());
      try (var earlier = Flowforge.open(earlierStores.settings(), InstantSource.system())) {
        earlier.adoption().sweep();
        EARLIER.forEach(
            (suffix, state) ->
                assertThat(
                        earlier
                            .requests()
                            .reading()
                            .get(OPERATOR, "65d000000000000000000" + suffix)
                            .request()
                            .status())
                    .as(suffix)
                    .isEqualTo(state.status()));
      }
    }
  }

  @FunctionalInterface
  private interface Button {
    void press(RequestDecisions decisions, Caller caller, String id);
  }

  private void adoptAndPress(List<Button> buttons) {
    flowforge.startWorkers();
    for (Button button : buttons) {
      for (String id : expected.keySet()) {
        EVERYBODY.forEach(caller -> press(() -> button.press(decisions(), caller, id)));
      }
      Eventually.eventually(
          () -> number("SELECT count(*) AS n FROM request_run WHERE status = 'Running'"),
          running -> running == 0);
    }
    // Whatever nobody of them may do: requests that belong to no organization.
    for (Button button : buttons) {
      expected.keySet().forEach(id -> press(() -> button.press(decisions(), OPERATOR, id)));
      Eventually.eventually(
          () -> number("SELECT count(*) AS n FROM request_run WHERE status = 'Running'"),
          running -> running == 0);
    }
  }

  private static void press(Runnable button) {
    try {
      button.run();
    } catch (FlowforgeException e) {
      // Refused, which the table decides about below.
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private void requireTable() {
    Map<String, String> wrong = new LinkedHashMap<>();
    expected.forEach(
        (id, state) -> {
          RequestDetails details = details(id);
          String step = currentStep(id);
          boolean isRight =
              details.request().status() == state.status()
                  && (state.step().isEmpty() || state.step().equals(step));
          if (!isRight) {
            wrong.put(id, details.request().status() + " at " + step + " instead of " + state);
          }
          if (state.status() == RequestStatus.FAILED && !state.step().isEmpty()) {
            assertThat(flowforge.requests().reading().log(OPERATOR, id, step, 0).lines())
                .as(id)
                .anyMatch(line -> line.contains("The older system left this request"));
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** Only steps that a person has to look at, or that were cancelled, have changed. */
  private void requireStepsOf(Map<String, Map<String, String>> before) {
    expected.forEach(
        (id, state) -> {
          for (StepState step : details(id).steps()) {
            String latest = before.getOrDefault(id, Map.of()).getOrDefault(step.name(), "");
            boolean isChanged = step.name().equals(currentStep(id)) && isChanged(id, state);
            if (!isChanged) {
              assertThat(step.status())
                  .as(id + " " + step.name())
                  .isEqualTo(StepStatus.ofStored(latest).orElse(StepStatus.NOT_STARTED));
            } else {
              assertThat(step.status()).as(id).isNotEqualTo(StepStatus.COMPLETED);
            }
          }
        });
  }

  /** Whether it was open and is not any more. */
  private boolean isChanged(String id, Expected state) {
    boolean isOfDeletedOrganization =
        details(id).request().orgId() == 7 && state.status() == RequestStatus.CANCELLED;
    return isOfDeletedOrganization
        || (state.status() == RequestStatus.FAILED && !state.step().isEmpty());
  }

  private void requireDocuments() {
    expected.forEach(
        (id, state) ->
            assertThat(OlderSystem.stored(stores, "service_requests", id))
                .as(id)
                .containsEntry("status", state.status().label()));
  }

  private Map<String, Map<String, String>> latestEvents() {
    Map<String, Map<String, String>> latest = new HashMap<>();
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.list(
                        "SELECT * FROM service_request_event ORDER BY event_id",
                        row ->
                            List.of(
                                row.text("service_request_id"),
                                row.text("step_name"),
                                row.text("event_type")))
                    .forEach(
                        event ->
                            latest
                                .computeIfAbsent(event.getFirst(), _ -> new HashMap<>())
                                .put(event.get(1), event.get(2))));
    return latest;
  }

  /** The calls that may have been made after everybody has started and approved everything. */
  private Set<String> allowedCalls() {
    Set<String> allowed = new HashSet<>();
    expected.forEach(
        (id, state) -> {
          if (!state.status().isEnd()) {
            stepsAfter(id, state).forEach(step -> allowed.add(key(id, step)));
          }
        });
    return allowed;
  }

  /**
   * The calls of requests that waited at an approval of which the table says that they are made.
   */
  private Set<String> requiredCalls() {
    Set<String> required = new HashSet<>();
    for (JsonNode request : installation.requests()) {
      String id = request.path("id").asText();
      Expected state = expectedOf(request);
      String adoption = request.path("adoption").asText();
      boolean isMade = adoption.contains("is made, once") || adoption.contains("goes to /last");
      if (state.status() == RequestStatus.PENDING && isMade) {
        stepsAfter(id, state).forEach(step -> required.add(key(id, step)));
      }
    }
    assertThat(required).hasSizeGreaterThan(10);
    return required;
  }

  private List<String> stepsAfter(String id, Expected state) {
    Pipeline pipeline = details(id).pipeline();
    List<Step> steps = pipeline.stepsInOrder();
    int from =
        state.status() == RequestStatus.NOT_STARTED
            ? 0
            : steps.stream().map(Step::stepName).toList().indexOf(state.step()) + 1;
    return steps.subList(from, steps.size()).stream()
        .filter(step -> !step.stepType().equals(StepType.APPROVAL))
        .map(Step::stepName)
        .toList();
  }

  private static String key(String id, String step) {
    return id + "/" + PercentEncoding.encode(step) + "/1";
  }

  private List<String> calls() {
    List<String> keys = new ArrayList<>();
    Stream.of(target, failing)
        .flatMap(one -> one.calls().stream())
        .forEach(call -> keys.add(call.header("Idempotency-key")));
    return keys;
  }

  private static Expected expectedOf(JsonNode request) {
    String adoption = request.path("adoption").asText();
    String step = adoption.contains("\"") ? adoption.split("\"", -1)[1] : "";
    if (adoption.startsWith("Not Started")) {
      return new Expected(RequestStatus.NOT_STARTED, "");
    }
    if (adoption.startsWith("At approval")) {
      return new Expected(RequestStatus.PENDING, step);
    }
    if (adoption.startsWith("Final")) {
      return new Expected(RequestStatus.of(request.path("status").asText()).orElseThrow(), "");
    }
    if (adoption.startsWith("organization 7 is deleted")) {
      return new Expected(RequestStatus.CANCELLED, "");
    }
    assertThat(adoption).startsWith("\"").contains("a person decides");
    return new Expected(RequestStatus.FAILED, step);
  }

  private Map<String, String> addresses() {
    return Map.of(
        "http://localhost:9051", target.url(""),
        "http://localhost:9052", "http://127.0.0.1:" + FreePort.find(),
        "http://localhost:9053", target.url(""),
        "http://localhost:9054", failing.url(""),
        "http://localhost:9055", failing.url(""),
        "https://example.com", failing.url("/outside"),
        "https://httpbin.org", failing.url("/outside"));
  }

  private void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
  }

  private RequestDecisions decisions() {
    return flowforge.requests().decisions();
  }

  private RequestDetails details(String id) {
    return flowforge.requests().reading().get(OPERATOR, id);
  }

  private boolean mayListAll(Caller.Person caller, int orgId) {
    return flowforge
        .database()
        .inTransaction(tx -> flowforge.memberships().roleOf(tx, caller.userId(), orgId))
        .filter(role -> role != Role.MEMBER)
        .isPresent();
  }

  private List<ServiceRequest> page(Caller caller, int orgId) {
    return flowforge
        .requests()
        .reading()
        .listAll(caller, new RequestQuery(orgId, 1, 1_000, Set.of()))
        .requests()
        .toList();
  }

  private Set<String> idsOf(int orgId) {
    return Set.copyOf(
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        "SELECT request_id FROM request_run WHERE org_id = ?",
                        row -> row.text("request_id"),
                        orgId)));
  }

  private String currentStep(String id) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.find(
                    "SELECT current_step FROM request_run WHERE request_id = ?",
                    row -> row.text("current_step"),
                    id))
        .orElseThrow();
  }

  private long number(String sql) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.find(sql, row -> row.number("n")).orElseThrow());
  }
}
