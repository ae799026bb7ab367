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
import java.util.ArrayList;
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
  void pagesHoldEveryRequestOnceNewestFirst() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // Three of them in the same millisecond.
      ServiceRequest request =
          request(2, "u|1", RequestStatus.NOT_STARTED, NOW.plusMillis(i < 3 ? 0 : i));
      requests.add(request, 1);
      newestFirst.addFirst(request.id());
    }
    requests.add(request(3, "u|1", RequestStatus.NOT_STARTED, NOW), 1);

    List<String> seen = new ArrayList<>();
    for (int page = 1; page <= 5; page++) {
      RequestPage found = requests.page(new RequestQuery(2, page, 2, Set.of()));
      assertThat(found.totalCount()).isEqualTo(7);
      found.requests().forEach(request -> seen.add(request.id()));
    }

    assertThat(seen).isEqualTo(newestFirst);
  }

  @Test
  void aPageFarBehindTheEndIsEmpty() {
    assertThat(requests.page(new RequestQuery(2, Integer.MAX_VALUE, 100, Set.of())).requests())
        .isEmpty();
  }

  @Test
  void listsTheRequestsOfOneUserOrOfAll() {
    ServiceRequest mine = request(4, "u|1", RequestStatus.NOT_STARTED, NOW);
    ServiceRequest theirs = request(4, "u|2", RequestStatus.NOT_STARTED, NOW);
    requests.add(mine, 1);
    requests.add(theirs, 1);
    var query = new RequestQuery(4, 1, 10, Set.of());

    assertPage(requests.pageOf("u|1", query), mine);
    assertPage(requests.page(query), theirs, mine);
    assertPage(requests.pageOf("", query));
  }

  @Test
  void listsTheRequestsOfSomeStatuses() {
    for (RequestStatus status : RequestStatus.values()) {
      requests.add(request(5, "u|1", status, NOW), 1);
    }

    assertThat(statuses(Set.of())).containsExactlyInAnyOrder(RequestStatus.values());
    assertThat(statuses(Set.of(RequestStatus.PENDING))).containsExactly(RequestStatus.PENDING);
    assertThat(statuses(Set.of(RequestStatus.FAILED, RequestStatus.NOT_STARTED)))
        .containsExactlyInAnyOrder(RequestStatus.FAILED, RequestStatus.NOT_STARTED);
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
    assertPage(requests.page(new RequestQuery(77, 1, 10, Set.of(RequestStatus.PENDING))), request);

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
        .isEqualTo(Integer.MAX_VALUE);
  }

  private static List<RequestStatus> statuses(Set<RequestStatus> wanted) {
    RequestPage page = requests.page(new RequestQuery(5, 1, 10, wanted));
    List<ServiceRequest> found = page.requests().toList();
    assertThat(page.totalCount()).isEqualTo(found.size());
    return found.stream().map(ServiceRequest::status).toList();
  }

  /** Of more than one batch, some without a time, as documents of older versions can be. */
  @Test
  void aLargePageIsReadInBatchesInTheSameOrder() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      ServiceRequest request =
          request(606, "u|1", RequestStatus.NOT_STARTED, NOW.plusMillis(i < 20 ? 0 : i / 2));
      requests.add(request, 1);
      newestFirst.addFirst(request.id());
    }
    for (int i = 0; i < 25; i++) {
      var id = new ObjectId();
      documents.onServiceRequests(
          collection ->
              collection.insertOne(
                  new Document("_id", id).append("org_id", 606).append("run_seq", 1)));
      newestFirst.add(35, id.toHexString());
    }

    for (int[] page : new int[][] {{1, 1000}, {1, 60}, {2, 17}, {3, 25}, {1, 10}, {1, 33}}) {
      int from = (page[0] - 1) * page[1];
      assertThat(requests.page(new RequestQuery(606, page[0], page[1], Set.of())).requests())
          .extracting(ServiceRequest::id)
          .isEqualTo(newestFirst.subList(from, Math.min(60, from + page[1])));
    }
  }

  private static void assertPage(RequestPage page, ServiceRequest... expected) {
    assertThat(page.requests()).containsExactly(expected);
    assertThat(page.totalCount()).isEqualTo(expected.length);
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
