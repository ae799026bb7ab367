package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.WatchedDocuments;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceRequestStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00.123Z");

  private static TestStores stores;
  private static WatchedDocuments watched;
  private static Documents documents;
  private static ServiceRequestStore requests;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    watched = new WatchedDocuments(stores.mongoUri());
    documents = watched.documents();
    requests = new ServiceRequestStore(documents);
  }

  @AfterAll
  static void close() {
    watched.close();
    stores.close();
    watched.requireStableApi();
  }

  @Test
  void aRequestComesBackAsItWas() {
    ServiceRequest request = request(1, "u|1", RequestStatus.NOT_STARTED, NOW);
    requests.add(request, 1);

    assertThat(requests.find(request.id())).contains(request);
  }

  @Test
  void whatIsNoIdNamesNoRequest() {
    assertThat(requests.find("")).isEmpty();
    assertThat(requests.find("nope")).isEmpty();
    assertThat(requests.find(BsonValues.newId())).isEmpty();
  }

  @Test
  void anOlderStatusNeverReplacesANewerOne() {
    ServiceRequest request = request(6, "u|1", RequestStatus.NOT_STARTED, NOW);
    requests.add(request, 1);
    Instant later = NOW.plusSeconds(5);

    requests.project(run(request, RequestStatus.PENDING, 3, later));
    requests.project(run(request, RequestStatus.RUNNING, 2, NOW.plusSeconds(9)));
    requests.project(run(request, RequestStatus.FAILED, 3, NOW.plusSeconds(9)));

    ServiceRequest found = requests.find(request.id()).orElseThrow();
    assertThat(found.status()).isEqualTo(RequestStatus.PENDING);
    assertThat(found.lastUpdated()).isEqualTo(later);

    requests.project(run(request, RequestStatus.CANCELLED, 4, later));
    assertThat(requests.find(request.id()).orElseThrow().status())
        .isEqualTo(RequestStatus.CANCELLED);
  }

  @Test
  void aProjectionChangesNothingButTheStatus() {
    ServiceRequest request = request(6, "u|1", RequestStatus.NOT_STARTED, NOW);
    requests.add(request, 1);

    ExecutionState run = run(request, RequestStatus.RUNNING, 2, NOW.plusMillis(7));
    requests.project(run);

    assertThat(requests.find(request.id())).contains(request.as(run));
  }

  @Test
  void aProjectionMakesNoRequest() {
    ServiceRequest request = request(6, "u|1", RequestStatus.NOT_STARTED, NOW);

    requests.project(run(request, RequestStatus.RUNNING, 2, NOW));

    assertThat(requests.find(request.id())).isEmpty();
  }

  @Test
  void readsAndProjectsWhatAnExistingDeploymentWrote() {
    var id = new ObjectId();
    documents.onServiceRequests(
        collection ->
            collection.insertOne(
                Document.parse(
                        """
                        {"user_id": "auth0|mike", "org_id": {"$numberLong": "77"},
                         "pipeline_id": "65f0c0ffee65f0c0ffee65f0", "pipeline_name": "old",
                         "pipeline_version": {"$numberDouble": "2.0"}, "status": "Pending",
                         "created_on": {"$date": "2024-05-06T07:08:09.123Z"},
                         "form_data": {"who": "M", "tags": ["x", null]}}
                        """)
                    .append("_id", id)));

    ServiceRequest request = requests.find(id.toHexString()).orElseThrow();
    Instant created = Instant.parse("2024-05-06T07:08:09.123Z");
    assertThat(request)
        .isEqualTo(
            new ServiceRequest(
                id.toHexString(),
                "auth0|mike",
                77,
                "65f0c0ffee65f0c0ffee65f0",
                "old",
                2,
                RequestStatus.PENDING,
                created,
                created,
                "",
                JsonText.object("{'who': 'M', 'tags': ['x', null]}")));

    // Only adoption writes what another program has written.
    ExecutionState completed = run(request, RequestStatus.COMPLETED, 2, NOW);
    assertThat(requests.project(completed)).isFalse();
    assertThat(
            requests.replaceAll(
                List.of(
                    new ServiceRequestStore.StatusReplacement(
                        completed, new DocumentStatus("Pending", "", 0)))))
        .isTrue();
    assertThat(requests.find(request.id()).orElseThrow().status())
        .isEqualTo(RequestStatus.COMPLETED);
  }

  @Test
  void readsADocumentWithHardlyAnything() {
    for (String json :
        List.of("{}", "{'status': 'unheard of', 'form_data': null, 'remarks': null}")) {
      var id = new ObjectId();
      documents.onServiceRequests(
          collection -> collection.insertOne(Document.parse(json).append("_id", id)));

      ServiceRequest request = requests.find(id.toHexString()).orElseThrow();

      // What nobody knows cannot go on.
      assertThat(request.status()).isEqualTo(RequestStatus.FAILED);
      assertThat(request.createdOn()).isEqualTo(id.getDate().toInstant());
      assertThat(request.formData()).isEmpty();
      assertThat(request.remarks()).isEmpty();
    }
  }

  @Test
  void aQueryIsWithinItsBounds() {
    for (int[] bad : new int[][] {{0, 10}, {-1, 10}, {1, 0}, {1, -5}}) {
      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(() -> new RequestQuery(1, bad[0], bad[1], Set.of()));
    }
    assertThat(new RequestQuery(1, 1, 1000, Set.of()).pageSize()).isEqualTo(1000);
    assertThat(new RequestQuery(1, 1, 1001, Set.of()).pageSize()).isEqualTo(1000);
    assertThat(new RequestQuery(1, 3, 10, Set.of()).skip()).isEqualTo(20);
    assertThat(new RequestQuery(1, Integer.MAX_VALUE, 100, Set.of()).skip())
        .isEqualTo((Integer.MAX_VALUE - 1L) * 100);
  }

  private static ServiceRequest request(
      int orgId, String userId, RequestStatus status, Instant createdOn) {
    return new ServiceRequest(
        BsonValues.newId(),
        userId,
        orgId,
        BsonValues.newId(),
        "name",
        3,
        status,
        createdOn,
        createdOn,
        "remarks",
        JsonText.object("{'who': 'Zoë', 'tags': ['x', 'y'], 'n': null, 'a.b': 1}"));
  }

  private static ExecutionState run(
      ServiceRequest request, RequestStatus status, long seq, Instant updatedAt) {
    return new ExecutionState(
        request.id(), request.orgId(), status, "s", 1, Duration.ZERO, seq, seq, 0, 0, updatedAt);
  }
}
