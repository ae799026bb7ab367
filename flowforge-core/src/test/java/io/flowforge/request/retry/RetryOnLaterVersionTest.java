package io.flowforge.request.retry;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import java.util.Set;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Retries of failed requests on a later version of their pipeline. */
class RetryOnLaterVersionTest extends CoreTest {

  private final Documents documents = Documents.open(stores.settings().mongoUri());
  private final PipelineStore pipelines = new PipelineStore(documents);

  @AfterAll
  void closeDocuments() {
    documents.close();
  }

  @Test
  void goesOnWithTheLaterVersion() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline later = later(request, Pipelines.chain(calls("/s1", "/mended", "/added")));

    BegunRun begun = retry(request, null, later.id());

    assertThat(begun).isEqualTo(new BegunRun(request.id(), 2, "s2", later.id(), 2));
    RequestDetails done = world.await(request, RequestStatus.COMPLETED);
    assertThat(paths()).containsExactly("/s1", "/s2", "/mended", "/added");
    assertThat(done.pipeline().id()).isEqualTo(later.id());
    assertThat(done.request().pipelineId()).isEqualTo(later.id());
    assertThat(done.request().pipelineVersion()).isEqualTo(2);
    assertThat(done.steps()).hasSize(3);
  }

  @Test
  void listsAndTheDocumentNameTheLaterVersion() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline later = later(request, Pipelines.chain(calls("/s1", "/mended")));

    var _ = retry(request, null, later.id());

    // In MongoDB before the answer, like a start.
    ServiceRequest stored = flowforge.requestStore().find(request.id()).orElseThrow();
    assertThat(stored.pipelineId()).isEqualTo(later.id());
    assertThat(stored.pipelineVersion()).isEqualTo(2);
    world.await(request, RequestStatus.COMPLETED);
    var all = new RequestQuery(world.orgId(), 1, 100, Set.of());
    assertThat(flowforge.requests().reading().listAll(ADMIN, all).requests().toList())
        .filteredOn(listed -> listed.id().equals(request.id()))
        .extracting(ServiceRequest::pipelineId, ServiceRequest::pipelineVersion)
        .containsExactly(tuple(later.id(), 2));
    assertThat(pipelineOfRow(request)).isEqualTo(later.id());
  }

  /** PostgreSQL decides; what MongoDB does not know yet is neither shown nor run. */
  @Test
  void anOldDocumentDoesNotBringTheOldVersionBack() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline later = later(request, Pipelines.chain(calls("/s1", "/mended", "/added")));
    Runnable release = target.hold();
    var _ = retry(request, null, later.id());
    eventually(target.calls()::size, calls -> calls == 3);

    documents.onServiceRequests(
        found ->
            found.updateOne(
                Filters.eq("_id", new ObjectId(request.id())),
                Updates.set("pipeline_id", request.pipelineId())));

    assertThat(details(request).pipeline().id()).isEqualTo(later.id());
    release.run();
    assertThat(world.await(request, RequestStatus.COMPLETED).steps()).hasSize(3);
  }

  @Test
  void aFailedRequestOfTheLaterVersionCanGoOnWithAnEvenLaterOne() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline second = later(request, Pipelines.chain(calls("/s1", "/second")));
    target.answerInTurn(500);
    var _ = retry(request, null, second.id());
    world.await(request, RequestStatus.FAILED);
    Pipeline third = version(second, 3, Pipelines.chain(calls("/s1", "/third")));

    assertThat(retry(request, null, third.id()).run()).isEqualTo(3);

    world.await(request, RequestStatus.COMPLETED);
    assertThat(paths()).containsExactly("/s1", "/s2", "/second", "/third");
  }

  @Test
  void theFormDataMustFollowTheLaterRules() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline later =
        later(
            request,
            Pipelines.chain(calls("/s1", "/s2"))
                .replace("{\"name\": \"who\",", "{\"name\": \"who\", \"format\": \"number\","));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> retry(request, null, later.id()))
        .withMessageContaining("field 'who' must be a number such as 5 or -1.5; it is ");
    assertThat(details(request).request().status()).isEqualTo(RequestStatus.FAILED);
  }

  @Test
  void theFormDataMustFitTheLaterForm() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline later =
        later(
            request,
            Pipelines.chain(calls("/s1", "/s2"))
                .replace("{\"name\": \"why\",", "{\"name\": \"why\", \"required\": true,"));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> retry(request, null, later.id()))
        .withMessageContaining("why");
    assertThat(details(request).request().status()).isEqualTo(RequestStatus.FAILED);
    assertThat(details(request).request().pipelineId()).isEqualTo(request.pipelineId());
  }

  @Test
  void onlyLaterVersionsOfTheSameLineageCount() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline stranger = world.pipeline(Pipelines.chain(calls("/s1", "/s2")));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(request, null, stranger.id()))
        .withMessageContaining("is not a later version of pipeline " + request.pipelineId());

    Pipeline later = later(request, Pipelines.chain(calls("/s1", "/s2")));
    target.answerInTurn(500);
    var _ = retry(request, null, later.id());
    world.await(request, RequestStatus.FAILED);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(request, null, request.pipelineId()))
        .withMessageContaining("is not a later version");
    assertThat(retry(request, null, later.id()).run()).isEqualTo(3);
  }

  @Test
  void aPipelineOfAnotherOrganizationIsNotThere() {
    ServiceRequest request = failedAtSecondCall();
    Pipeline foreign = new World(flowforge).pipeline(Pipelines.chain(calls("/s1", "/s2")));
    for (String id : List.of(foreign.id(), "0".repeat(24), "no id")) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> retry(request, null, id))
          .withMessage("pipeline %s not found in organization %d", id, world.orgId());
    }
  }

  @Test
  void anApprovalBeforeAChangedStepIsAskedForAgain() {
    String approved = Pipelines.chain(List.of(Pipelines.approval(), call("/s2"), call("/s3")));
    ServiceRequest request = world.request(world.pipeline(approved), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    target.answerInTurn(200, 500);
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.FAILED);
    Pipeline later = later(request, approved.replace("/s3", "/changed"));

    assertThat(retry(request, null, later.id()).fromStep()).isEqualTo("s1");

    RequestDetails waiting = world.await(request, RequestStatus.PENDING);
    assertThat(waiting.steps())
        .extracting(step -> step.status().label())
        .containsExactly("Running", "Not Started", "Not Started");
    assertThat(paths()).containsExactly("/s2", "/s3");
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.COMPLETED);
    assertThat(paths()).containsExactly("/s2", "/s3", "/s2", "/changed");
  }

  private BegunRun retry(ServiceRequest request, @Nullable String fromStep, String pipelineId) {
    return flowforge
        .requests()
        .retry()
        .retry(MEMBER, request.id(), new WantedRetry(fromStep, pipelineId));
  }

  private ServiceRequest failedAtSecondCall() {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(calls("/s1", "/s2"))), "{\"who\": \"Mike\"}");
    target.answerInTurn(200, 500);
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.FAILED);
    return request;
  }

  private Pipeline later(ServiceRequest request, String json) {
    return version(pipelines.find(request.pipelineId()).orElseThrow(), 2, json);
  }

  private Pipeline version(Pipeline previous, int number, String json) {
    try {
      Pipeline later =
          flowforge
              .pipelineVersions()
              .create(
                  ADMIN,
                  previous.id(),
                  previous.version(),
                  Json.mapper()
                      .readValue(
                          json.replace("%d", Integer.toString(world.orgId())),
                          PipelineDraft.class));
      assertThat(later.version()).isEqualTo(number);
      return later;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private List<String> calls(String... paths) {
    return List.of(paths).stream().map(this::call).toList();
  }

  private String call(String path) {
    return Pipelines.api(target.url(path));
  }

  private List<String> paths() {
    return target.calls().stream().map(call -> call.uri()).toList();
  }

  private RequestDetails details(ServiceRequest request) {
    return flowforge.requests().reading().get(MEMBER, request.id());
  }

  private String pipelineOfRow(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    "SELECT pipeline_id FROM request_run WHERE request_id = ?",
                    row -> row.text("pipeline_id"),
                    request.id()))
        .getFirst();
  }
}
