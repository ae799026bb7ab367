package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.WatchedDocuments;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.form.Form;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.list.ListedRequest;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Everything that the stores ever send to MongoDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoCommandsTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final TestStores stores = new TestStores();
  private final WatchedDocuments watched = new WatchedDocuments(stores.mongoUri());
  private final ServiceRequestStore requests = new ServiceRequestStore(watched.documents());
  private final PipelineStore pipelines = new PipelineStore(watched.documents());

  @AfterAll
  void close() {
    watched.close();
    stores.close();
  }

  @Test
  void belongToTheStableApi() {
    sendEverything();

    watched.requireStableApi();
  }

  @Test
  void findWhatTheyAskForByAnIndexThatHasTheirOrder() {
    sendEverything();

    assertThat(watched.unindexedQueries()).isEmpty();
  }

  @Test
  void createTheIndexesWhenTheStoreIsOpened() {
    assertThat(watched.createdIndexes())
        .extracting(index -> index.getString("collection").getValue() + index.getDocument("key"))
        .containsExactlyInAnyOrder(
            "pipelines{\"org_id\": 1, \"created_on\": -1, \"_id\": -1}",
            "service_requests{\"run_status\": 1, \"status\": 1}",
            "service_requests{\"run_seq\": 1, \"_id\": 1}");
  }

  private void sendEverything() {
    watched.documents().ping();
    var pipeline =
        new Pipeline(
            BsonValues.newId(), "u", 1, "p", "", 1, null, "s", List.of(), NOW, new Form(List.of()));
    pipelines.add(pipeline);
    pipelines.save(pipeline);
    pipelines.find(pipeline.id());
    pipelines.ofOrganization(1).toList();
    pipelines.ofOrganization(1, Set.of(pipeline.id())).toList();
    pipelines.withIds(List.of(pipeline.id())).toList();
    pipelines.countOf(1);
    pipelines.remove(BsonValues.newId());
    var request =
        new ServiceRequest(
            BsonValues.newId(),
            "u",
            1,
            pipeline.id(),
            "p",
            1,
            RequestStatus.NOT_STARTED,
            NOW,
            NOW,
            "",
            JsonText.object("{'$where': 1}"));
    requests.add(request, 1);
    requests.find(request.id());
    requests.exists(request.id());
    requests.statuses(List.of(request.id()));
    requests.origins(List.of(request.id()));
    requests.present(List.of(request.id()));
    requests
        .inOrder(List.of(new ListedRequest(request.id(), RequestStatus.PENDING, NOW, null)))
        .toList();
    ExecutionState state =
        ExecutionState.first(request.id(), 1, RequestStatus.NOT_STARTED, "s", NOW);
    requests.project(state);
    var written = new DocumentStatus("Not Started", "Not Started", 1);
    requests.replaceAll(List.of(new ServiceRequestStore.StatusReplacement(state, written)));
    requests.change(
        state, written, new RequestChange(JsonText.object("{'$text': 1}"), "remarks"), NOW);
  }
}
