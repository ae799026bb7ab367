package io.flowforge.request;

import static io.flowforge.request.ListFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which requests a page of a list holds, and how many there are. */
class RequestListTest {

  private static final List<RequestStatus> STATUSES = List.of(RequestStatus.values());
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00.123Z");

  private static ListFixture requests;

  @BeforeAll
  static void open() {
    requests = new ListFixture();
  }

  @AfterAll
  static void close() {
    requests.close();
  }

  @Test
  void pagesHoldEveryRequestOnceNewestFirst() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // Three of them in the same millisecond.
      newestFirst.addFirst(add(2, "u|1", NOW.plusMillis(i < 3 ? 0 : i)).id());
    }
    add(3, "u|1", NOW);

    List<String> seen = new ArrayList<>();
    for (int page = 1; page <= 5; page++) {
      RequestPage found = requests.page(new RequestQuery(2, page, 2, Set.of()));
      assertThat(found.totalCount()).isEqualTo(7);
      found.requests().forEach(request -> seen.add(request.id()));
    }

    assertThat(seen).isEqualTo(newestFirst);
    RequestPage farBehind = requests.page(new RequestQuery(2, Integer.MAX_VALUE, 100, Set.of()));
    assertThat(farBehind.requests()).isEmpty();
    assertThat(farBehind.totalCount()).isEqualTo(7);
  }

  @Test
  void listsTheRequestsOfOneUserOrOfAll() {
    ServiceRequest mine = add(4, "u|1", NOW);
    ServiceRequest theirs = add(4, "u|2", NOW.plusMillis(1));
    ServiceRequest ofNobody = add(4, "", NOW.plusMillis(2));
    var query = new RequestQuery(4, 1, 10, Set.of());

    assertPage(requests.page("u|1", query), mine);
    assertPage(requests.page("u|3", query));
    assertPage(requests.page("", query), ofNobody);
    assertPage(requests.page(query), ofNobody, theirs, mine);
  }

  @Test
  void listsTheRequestsOfAnyStatusesInTheOrderOfTime() {
    List<ServiceRequest> newestFirst = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      RequestStatus status = STATUSES.get(i % STATUSES.size());
      newestFirst.addFirst(requests.add(request(5, "u|1", status, NOW.plusMillis(i / 2))));
    }

    for (Set<RequestStatus> wanted : subsets()) {
      assertPage(
          requests.page("u|1", new RequestQuery(5, 1, 100, wanted)),
          newestFirst.stream()
              .filter(request -> wanted.isEmpty() || wanted.contains(request.status()))
              .toArray(ServiceRequest[]::new));
    }
  }

  private static List<Set<RequestStatus>> subsets() {
    List<Set<RequestStatus>> subsets = new ArrayList<>(List.of(Set.of()));
    for (RequestStatus one : RequestStatus.values()) {
      for (RequestStatus other : RequestStatus.values()) {
        subsets.add(EnumSet.of(one, other));
      }
    }
    return subsets;
  }

  @Test
  void aLargePageIsReadInBatchesInTheSameOrder() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      newestFirst.addFirst(add(606, "u|1", NOW.plusMillis(i < 20 ? 0 : i / 2)).id());
    }

    for (int[] page : new int[][] {{1, 1000}, {1, 60}, {2, 17}, {3, 25}, {1, 10}, {1, 33}}) {
      int from = (page[0] - 1) * page[1];
      assertThat(requests.page(new RequestQuery(606, page[0], page[1], Set.of())).requests())
          .extracting(ServiceRequest::id)
          .isEqualTo(newestFirst.subList(from, Math.min(60, from + page[1])));
    }
  }

  /** MongoDB may not have it yet. */
  @Test
  void theStatusIsThatOfPostgres() {
    ServiceRequest request = add(7, "u|1", NOW);
    requests.move(request, RequestStatus.PENDING);

    RequestPage page = requests.page(new RequestQuery(7, 1, 10, Set.of(RequestStatus.PENDING)));

    assertThat(page.requests())
        .extracting(ServiceRequest::status)
        .containsExactly(RequestStatus.PENDING);
    assertThat(requests.requests.find(request.id()).orElseThrow().status())
        .isEqualTo(RequestStatus.NOT_STARTED);
    assertPage(requests.page(new RequestQuery(7, 1, 10, Set.of(RequestStatus.NOT_STARTED))));
  }

  /** What a crash between the stores leaves; page and count know nothing of it. */
  @Test
  void aRowWithoutADocumentIsNeitherListedNorCounted() {
    List<ServiceRequest> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      requests.addState(request(8, "u|1", RequestStatus.NOT_STARTED, NOW.plusMillis(i)));
      newestFirst.addFirst(add(8, "u|1", NOW.plusMillis(i)));
    }
    requests.addState(request(8, "u|2", RequestStatus.NOT_STARTED, NOW));

    assertThat(requests.page("u|1", new RequestQuery(8, 1, 2, Set.of())).requests())
        .containsExactlyElementsOf(newestFirst.subList(0, 2));
    assertThat(requests.page("u|1", new RequestQuery(8, 2, 3, Set.of())).requests())
        .containsExactlyElementsOf(newestFirst.subList(3, 5));
    ServiceRequest[] all = newestFirst.toArray(ServiceRequest[]::new);
    assertPage(requests.page("u|1", new RequestQuery(8, 1, 10, Set.of())), all);
    assertPage(requests.page(new RequestQuery(8, 1, 10, Set.of())), all);
    assertPage(requests.page(new RequestQuery(8, 1, 10, Set.of(RequestStatus.NOT_STARTED))), all);
    assertPage(requests.page(new RequestQuery(8, 1, 10, Set.of(RequestStatus.RUNNING))));
  }

  /** More than are looked up: the newest are, the others count as missing. */
  @Test
  void veryManyRowsWithoutDocumentsHideNothingNew() {
    for (int i = 0; i < 600; i++) {
      requests.addState(request(9, "u|1", RequestStatus.NOT_STARTED, NOW));
    }
    ServiceRequest request = add(9, "u|1", NOW);

    assertPage(requests.page(new RequestQuery(9, 1, 10, Set.of())), request);
  }

  @Test
  void anUnreadableDocumentIsLeftOut() {
    ServiceRequest good = add(10, "u|1", NOW);
    ServiceRequest bad = add(10, "u|1", NOW);
    requests
        .watched
        .documents()
        .onServiceRequests(
            collection ->
                collection.updateOne(
                    new Document("_id", new ObjectId(bad.id())),
                    new Document("$set", new Document("remarks", 1))));

    assertThat(requests.page(new RequestQuery(10, 1, 10, Set.of())).requests())
        .containsExactly(good);
  }

  private static ServiceRequest add(int orgId, String userId, Instant createdOn) {
    return requests.add(request(orgId, userId, RequestStatus.NOT_STARTED, createdOn));
  }

  private static void assertPage(RequestPage page, ServiceRequest... expected) {
    assertThat(page.requests().map(ServiceRequest::id))
        .containsExactlyElementsOf(Stream.of(expected).map(ServiceRequest::id).toList());
    assertThat(page.totalCount()).isEqualTo(expected.length);
  }
}
