package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestChange;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestPage;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.KilledAdoption;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of an older system: documents and events without an execution state. */
class AdoptionTest {

  private static final Caller OPERATOR = new Caller.Operator("test");

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final OlderSystem older = new OlderSystem();
  private Flowforge flowforge;
  private World world;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(flowforge);
    pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void endedRequestsStayAsTheyAre() {
    String id = older("Success", "STEP_COMPLETED", "STEP_COMPLETED", "STEP_COMPLETED");
    flowforge.adoption().sweep();

    assertThat(status(id)).isEqualTo(RequestStatus.COMPLETED);
    assertThat(stored(id)).containsEntry("status", "Completed");
    assertThat(flowforge.adoption().sweep()).isZero();
    assertThat(count("SELECT count(*) AS n FROM request_run WHERE projected_seq < status_seq"))
        .isZero();
  }

  @Test
  void aWaitingRequestCanBeApproved() {
    String id = older("Pending", "Completed", "Running", "");
    flowforge.startWorkers();
    flowforge.requests().decisions().approve(ADMIN, id);
    await(id, RequestStatus.COMPLETED);

    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .containsExactly(id + "/s3/1");
  }

  @Test
  void aRunningRequestFailsWithALineThatSaysWhatToDo() {
    String id = older("Running", "Completed", "Completed", "Running");
    flowforge.startWorkers();

    RequestDetails details = details(id);
    assertThat(details.request().status()).isEqualTo(RequestStatus.FAILED);
    assertThat(details.steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.COMPLETED, StepStatus.FAILED);
    assertThat(flowforge.requests().reading().log(MEMBER, id, "s3", 0).lines())
        .singleElement()
        .asString()
        .contains(
            "[ERROR] The older system left this request in the status 'Running'",
            "its call was made or may have been made",
            "submit a new request; that repeats what has completed: 's1', 's2'");
    assertThat(target.calls()).isEmpty();
  }

  @Test
  void goesOnWhereItWasIfTheOperatorWantsSo() {
    flowforge.close();
    flowforge =
        Flowforge.open(
            stores.settings(
                ExecutionSettings.defaults().allowingPrivateTargets(true).resumingAdopted(true)),
            InstantSource.system());
    String atLast = older("Running", "Completed", "Completed", "Running");
    String afterApproval = older("Pending", "Completed", "Completed", "");
    String atApproval = older("Running", "Completed", "", "");
    String done = older("Running", "Completed", "Completed", "Completed");
    String notStarted = older("Not Started", "", "", "");
    String unclear = older("Running", "Completed", "Unheard of", "");
    String nothingRecorded = older("Running", "", "", "");
    String onlyNotStarted = older("Running", "Not Started", "Not Started", "Not Started");
    String withUnreached = older("Pending", "Completed", "Completed", "");
    event(withUnreached, "s9", "API", "STEP_NOT_STARTED");
    String withForeign = older("Pending", "Completed", "Completed", "");
    event(withForeign, "s9", "API", "Completed");
    write();
    flowforge.startWorkers();

    await(atLast, RequestStatus.COMPLETED);
    await(afterApproval, RequestStatus.COMPLETED);
    await(atApproval, RequestStatus.PENDING);
    await(done, RequestStatus.COMPLETED);
    assertThat(status(notStarted)).isEqualTo(RequestStatus.NOT_STARTED);
    await(onlyNotStarted, RequestStatus.PENDING);
    await(withUnreached, RequestStatus.COMPLETED);
    for (String id : List.of(unclear, nothingRecorded, withForeign)) {
      assertThat(status(id)).isEqualTo(RequestStatus.FAILED);
    }
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .containsExactlyInAnyOrder(
            atLast + "/s3/1",
            afterApproval + "/s3/1",
            onlyNotStarted + "/s1/1",
            withUnreached + "/s3/1");
  }

  @Test
  void aStepThatThePipelineNeverExecutesFailsOnlyIfItHasBegun() {
    String id = older("Running", "Completed", "Completed", "Completed");
    event(id, "s9", "API", "STEP_NOT_STARTED");
    write();
    flowforge.adoption().sweep();

    assertThat(status(id)).isEqualTo(RequestStatus.FAILED);
    assertThat(count("SELECT count(*) AS n FROM service_request_event WHERE event_type = 'Failed'"))
        .isZero();
    assertThat(flowforge.requests().reading().log(MEMBER, id, "s3", 0).lines())
        .singleElement()
        .asString()
        .contains("All steps had completed, but not the request");
  }

  @Test
  void aRequestThatWasAdoptedWithoutItsPipelineStartsAtTheFirstStep() {
    var restored = new ObjectId();
    String id = older.request(world.orgId(), restored.toHexString(), "Not Started");
    event(id, "s3", "API", "Not Started");
    event(id, "s1", "API", "Not Started");
    String withoutEvents = older.request(world.orgId(), restored.toHexString(), "Not Started");
    write();
    flowforge.adoption().sweep();
    Document copy = OlderSystem.stored(stores, "pipelines", pipeline.id());
    OlderSystem.inMongo(stores, "pipelines", List.of(copy.append("_id", restored)));
    flowforge.startWorkers();

    for (String started : List.of(id, withoutEvents)) {
      flowforge.requests().decisions().start(MEMBER, started);
      await(started, RequestStatus.PENDING);
    }
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .containsExactly(id + "/s1/1", withoutEvents + "/s1/1");
  }

  @Test
  void numbersThatJsonLacksStopNothing() {
    Document odd = OlderSystem.stored(stores, "pipelines", pipeline.id());
    odd.getList("steps", Document.class)
        .getFirst()
        .append(
            "parameters", new Document("a", Decimal128.NaN).append("b", Decimal128.NEGATIVE_ZERO));
    OlderSystem.inMongo(stores, "pipelines", List.of(odd.append("_id", new ObjectId())));
    String ofOdd = older.request(world.orgId(), odd.getObjectId("_id").toHexString(), "Running");
    String other = older("Running", "Completed", "Running", "");

    assertThat(flowforge.adoption().sweep()).isEqualTo(2);

    assertThat(status(ofOdd)).isEqualTo(RequestStatus.FAILED);
    assertThat(status(other)).isEqualTo(RequestStatus.PENDING);
    assertThat(flowforge.pipelineReading().list(ADMIN, world.orgId())).hasSize(2);
  }

  @Test
  void doesNotLookAgainAtOnceWhenThereWasNothing() {
    older("On Hold", "Completed", "", "");
    flowforge.adoption().sweepIfDue();
    String soon = older("Canceled", "Running", "", "");
    flowforge.adoption().sweepIfDue();
    assertThat(stored(soon)).containsEntry("status", "Cancelled");

    flowforge.adoption().sweepIfDue();
    String later = older("Canceled", "Running", "", "");
    flowforge.adoption().sweepIfDue();
    assertThat(stored(later)).containsEntry("status", "Canceled");
    assertThat(flowforge.adoption().sweep()).isOne();
  }

  @Test
  void theEventsOfATransitionAreInTheOrderThatTheOlderSystemReads() {
    String id = world.request(pipeline, "{}").id();

    List<String> latestFirst =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        """
                        SELECT step_name FROM service_request_event
                        WHERE service_request_id = ? ORDER BY created_at DESC
                        """,
                        row -> row.text("step_name"),
                        id));
    assertThat(latestFirst).containsExactly("s3", "s2", "s1");
    assertThat(count("SELECT count(DISTINCT created_at) AS n FROM service_request_event"))
        .isEqualTo(3);
  }

  @Test
  void openRequestsOfADeletedOrganizationAreCancelled() {
    String notStarted = older("Not Started", "Not Started", "Not Started", "Not Started");
    String waiting = older("Pending", "Completed", "Running", "");
    String running = older("Running", "Running", "", "");
    String completed = older("Completed", "Completed", "Completed", "Completed");
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update("UPDATE organization SET deleted = TRUE");
              tx.update("INSERT INTO settled_organization SELECT org_id FROM organization");
            });
    flowforge.adoption().sweep();

    for (String id : List.of(notStarted, waiting, running)) {
      assertThat(status(id)).isEqualTo(RequestStatus.CANCELLED);
      assertThat(stored(id)).containsEntry("status", "Cancelled");
    }
    assertThat(details(waiting).steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.CANCELLED, StepStatus.NOT_STARTED);
    assertThat(status(completed)).isEqualTo(RequestStatus.COMPLETED);
  }

  @Test
  void anUnknownStatusIsShownAsFailedAndItsDocumentIsNotWritten() {
    String id = older("On Hold", "Completed", "Running", "");
    Document before = stored(id);
    flowforge.startWorkers();

    assertThat(status(id)).isEqualTo(RequestStatus.FAILED);
    var decisions = flowforge.requests().decisions();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> decisions.start(MEMBER, id));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> decisions.approve(ADMIN, id));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> decisions.reject(ADMIN, id, ""));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> decisions.cancel(MEMBER, id));
    flowforge.adoption().sweep();
    assertThat(stored(id)).isEqualTo(before);
    assertThat(target.calls()).isEmpty();
  }

  @Test
  void anOpenRequestWhosePipelineIsGoneCanBeReadAndCancelled() {
    String gone = "65f0c0ffee65f0c0ffee65f0";
    String notStarted = older.request(world.orgId(), gone, "Not Started");
    String waiting = older.request(world.orgId(), gone, "Pending");
    older
        .event(waiting, "call", "API", "Completed")
        .event(waiting, "ask", "WAIT_FOR_APPROVAL", "Running");
    write();
    flowforge.startWorkers();

    for (String id : List.of(notStarted, waiting)) {
      assertThat(details(id).request().status().isEnd()).isFalse();
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> flowforge.requests().decisions().start(MEMBER, id));
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> flowforge.requests().decisions().approve(ADMIN, id));
      flowforge.requests().decisions().cancel(MEMBER, id);
      assertThat(status(id)).isEqualTo(RequestStatus.CANCELLED);
    }
    assertThat(details(waiting).steps()).extracting(StepState::name).containsExactly("call", "ask");
  }

  @Test
  void aRequestThatTheOlderServerWritesLaterIsAdoptedWhenItIsTouched() {
    String touched = older("Running", "Completed", "STEP_STARTED", "");

    flowforge.requests().decisions().reject(ADMIN, touched, "");
    assertThat(status(touched)).isEqualTo(RequestStatus.FAILED);
  }

  @Test
  void andOtherwiseSoon() {
    flowforge.startWorkers();
    String id = older("Canceled", "STEP_STARTED", "", "");

    Eventually.eventually(() -> stored(id), document -> document.containsKey("run_seq"));
    assertThat(stored(id)).containsEntry("status", "Cancelled");
  }

  @Test
  void isTheSameWhenItIsKilledInTheMiddle() {
    for (int i = 0; i < 600; i++) {
      String id = older.request(world.orgId(), pipeline.id(), i % 2 == 0 ? "Running" : "Pending");
      event(id, "s1", "API", i % 2 == 0 ? "Running" : "Completed");
      event(id, "s2", "WAIT_FOR_APPROVAL", i % 2 == 0 ? "" : "Running");
    }
    write();
    KilledAdoption.run(stores, flowforge.database(), 1);
    flowforge.adoption().sweep();

    assertThat(flowforge.adoption().countOlder()).isZero();
    assertThat(count("SELECT count(*) AS n FROM request_run WHERE status = 'Failed'"))
        .isEqualTo(300);
    assertThat(count("SELECT count(*) AS n FROM request_run WHERE status = 'Pending'"))
        .isEqualTo(300);
    assertThat(count("SELECT count(*) AS n FROM request_transition")).isEqualTo(600);
    assertThat(count("SELECT count(*) AS n FROM step_log")).isEqualTo(300);
    assertThat(count("SELECT count(*) AS n FROM service_request_event")).isEqualTo(1_200);
    assertThat(count("SELECT count(*) AS n FROM scheduled_tasks")).isZero();
  }

  @Test
  void listsGetWhatTheyNeedFromPostgres() {
    String id = older("Running", "Completed", "Running", "");
    flowforge.adoption().sweep();
    String own = world.request(pipeline, "{}").id();
    flowforge
        .database()
        .useTransaction(
            tx -> tx.update("UPDATE request_run SET user_id = NULL, created_on = NULL"));
    flowforge.startWorkers();

    Eventually.eventually(
        () -> count("SELECT count(*) AS n FROM request_run WHERE user_id IS NULL"), n -> n == 0);
    List<String> shown =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        """
                        SELECT request_id || ' ' || user_id || ' ' || pipeline_id || ' '
                                 || (created_on < '2025-01-01') AS shown
                        FROM request_run
                        """,
                        row -> row.text("shown")));
    assertThat(shown)
        .containsExactlyInAnyOrder(
            id + " auth0|mike " + pipeline.id() + " true",
            own + " auth0|mike " + pipeline.id() + " false");
  }

  @Test
  void oneOddDocumentIsLeftAloneAndEverythingElseWorks() {
    String odd = "65f0c0ffee65f0c0ffee65f1";
    OlderSystem.inMongo(
        stores,
        "pipelines",
        List.of(
            Document.parse(
                """
                {"_id": {"$oid": "%s"}, "org_id": %d, "first_step_name": "s1",
                 "steps": [{"step_name": "s1", "step_type": "API"}],
                 "form": {"fields": {"name": "who"}}}
                """
                    .formatted(odd, world.orgId()))));
    String ofOdd = older.request(world.orgId(), odd, "Not Started");
    String other = older("Pending", "Completed", "Running", "");
    for (String field :
        List.of("user_id", "org_id", "pipeline_id", "status", "created_on", "last_updated")) {
      OlderSystem.inMongo(
          stores,
          "service_requests",
          List.of(
              new Document("org_id", world.orgId())
                  .append("user_id", "auth0|mike")
                  .append(field, List.of("odd"))));
    }
    OlderSystem.inMongo(
        stores,
        "service_requests",
        List.of(new Document("_id", "no ObjectId").append("org_id", world.orgId())));
    flowforge.startWorkers();

    assertThat(flowforge.pipelineReading().list(ADMIN, world.orgId()))
        .extracting(Pipeline::id)
        .containsExactly(pipeline.id());
    Set<String> shown =
        Eventually.eventually(
            () -> listed(Set.of()).stream().map(ServiceRequest::id).collect(toSet()),
            ids -> ids.size() == 2);
    assertThat(shown).containsExactlyInAnyOrder(ofOdd, other);
    assertThat(details(ofOdd).request().status()).isEqualTo(RequestStatus.NOT_STARTED);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> flowforge.requests().decisions().start(MEMBER, ofOdd));
    flowforge.requests().decisions().cancel(MEMBER, ofOdd);
    flowforge.requests().decisions().approve(ADMIN, other);
    await(other, RequestStatus.COMPLETED);
  }

  /** A step that the pipeline does not list cannot fail where people look; none does. */
  @Test
  void aStepThatThePipelineDoesNotListGetsNoEvent() {
    String id = older("Running", "Completed", "Completed", "Completed");
    event(id, "s9", "API", "Running");
    write();
    flowforge.adoption().sweep();

    assertThat(status(id)).isEqualTo(RequestStatus.FAILED);
    assertThat(details(id).steps())
        .extracting(step -> step.name() + " " + step.status().label())
        .containsExactly("s1 Completed", "s2 Completed", "s3 Completed");
    assertThat(count("SELECT count(*) AS n FROM service_request_event WHERE event_type = 'Failed'"))
        .isZero();
    assertThat(flowforge.requests().reading().log(MEMBER, id, "s3", 0).lines())
        .singleElement()
        .asString()
        .contains("it also recorded the step 's9', which the pipeline does not execute");
  }

  /** Every spelling of a status. */
  @Test
  void aFilterFindsExactlyWhatIsShownWithTheStatus() {
    for (String status :
        List.of(
            "Not Started",
            "Pending",
            "Running",
            "Completed",
            "Success",
            "Failed",
            "Failure",
            "Cancelled",
            "Canceled",
            "On Hold",
            "failed",
            "",
            "STEP_STARTED")) {
      older(status, "", "", "");
    }
    OlderSystem.inMongo(
        stores,
        "service_requests",
        List.of(new Document("org_id", world.orgId()).append("user_id", "auth0|mike")));
    flowforge.adoption().sweep();
    requireFilters();
  }

  private void requireFilters() {
    List<ServiceRequest> all = listed(Set.of());
    assertThat(all).hasSize(14);
    for (RequestStatus one : RequestStatus.values()) {
      for (RequestStatus other : RequestStatus.values()) {
        Set<RequestStatus> wanted = EnumSet.of(one, other);
        assertThat(listed(wanted))
            .as(wanted.toString())
            .containsExactlyInAnyOrderElementsOf(
                all.stream().filter(request -> wanted.contains(request.status())).toList());
      }
    }
  }

  private List<ServiceRequest> listed(Set<RequestStatus> statuses) {
    RequestPage page =
        flowforge
            .requests()
            .reading()
            .listAll(ADMIN, new RequestQuery(world.orgId(), 1, 100, statuses));
    List<ServiceRequest> requests = page.requests().toList();
    assertThat(page.totalCount()).isEqualTo(requests.size());
    return requests;
  }

  @Test
  void nobodyWithoutRightsCausesAWrite() {
    String id = older("Running", "Completed", "Running", "");
    Document before = stored(id);

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.requests().reading().get(STRANGER, id));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.requests().decisions().cancel(STRANGER, id));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.requests().decisions().approve(MEMBER, id));
    assertThat(stored(id)).isEqualTo(before);
    assertThat(count("SELECT count(*) AS n FROM request_run")).isZero();
  }

  /** The first change of a request adopts it and changes it. */
  @Test
  void aRequestThatIsNotAdoptedYetCanBeChanged() {
    String id = older("Not Started", "", "", "");

    flowforge.requests().editing().change(MEMBER, id, new RequestChange(null, "changed"));

    assertThat(details(id).request().remarks()).isEqualTo("changed");
    assertThat(stored(id)).containsEntry("status", "Not Started").containsKey("run_seq");
  }

  private String older(String status, String s1, String s2, String s3) {
    String id = older.request(world.orgId(), pipeline.id(), status);
    event(id, "s1", "API", s1);
    event(id, "s2", "WAIT_FOR_APPROVAL", s2);
    event(id, "s3", "API", s3);
    write();
    return id;
  }

  private void event(String id, String step, String type, String event) {
    if (!event.isEmpty()) {
      older.event(id, step, type, event);
    }
  }

  private void write() {
    older.write(stores, flowforge.database());
  }

  private Document stored(String id) {
    return OlderSystem.stored(stores, "service_requests", id);
  }

  private RequestDetails details(String id) {
    return flowforge.requests().reading().get(OPERATOR, id);
  }

  private RequestStatus status(String id) {
    return details(id).request().status();
  }

  private void await(String id, RequestStatus status) {
    Eventually.eventually(() -> status(id), seen -> seen == status);
  }

  private long count(String sql) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.find(sql, row -> row.number("n")).orElseThrow());
  }
}
