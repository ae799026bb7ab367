package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists that are read page by page while they change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
  private static final int PAGE_SIZE = 7;
  private static final int OLD = 60;

  private final ListFixture requests = new ListFixture();
  private int orgId;
  private int added;
  private List<ServiceRequest> old = List.of();

  @BeforeEach
  void fill() {
    orgId++;
    added = 0;
    // Three of a millisecond each.
    old = IntStream.range(0, OLD).mapToObj(i -> request(NOW.plusMillis(i / 3))).toList();
    old.forEach(requests::add);
  }

  @AfterAll
  void close() {
    requests.close();
  }

  @Test
  void whatIsAddedMeanwhileRepeatsSomeAndHidesNone() {
    List<String> seen = new ArrayList<>();
    int page = 1;
    for (RequestPage answer = page(page, null);
        answer.requests().iterator().hasNext();
        answer = page(++page, null)) {
      answer.requests().forEach(request -> seen.add(request.id()));
      assertThat(answer.totalCount()).isEqualTo(OLD + added);
      addAnother();
    }

    List<String> oldOnes = seen.stream().filter(oldIds()::contains).toList();
    assertThat(oldOnes).as("some are seen twice").hasSizeGreaterThan(OLD);
    assertThat(oldOnes.stream().distinct()).containsExactlyElementsOf(oldIds());
  }

  @Test
  void whoGoesOnBehindTheLastOneSeesEachOnce() {
    List<String> seen = new ArrayList<>();
    List<ServiceRequest> found = page(1, null).requests().toList();
    while (!found.isEmpty()) {
      found.forEach(request -> seen.add(request.id()));
      // Who sees one again would go on for ever.
      assertThat(seen).doesNotHaveDuplicates();
      addAnother();
      found = page(1, found.getLast().id()).requests().toList();
    }

    assertThat(seen).isEqualTo(oldIds());
  }

  @Test
  void changesOfStatusMoveNothing() {
    List<String> seen = new ArrayList<>();
    for (int page = 1; page <= OLD / PAGE_SIZE + 1; page++) {
      page(page, null).requests().forEach(request -> seen.add(request.id()));
      for (int i = page; i < OLD; i += 5) {
        requests.move(old.get(i), RequestStatus.RUNNING);
      }
    }

    assertThat(seen).isEqualTo(oldIds());
  }

  @Test
  void whatLeavesTheListWithItsStatusTakesNoOtherWithIt() {
    Set<RequestStatus> wanted = Set.of(RequestStatus.NOT_STARTED);
    List<String> seen = new ArrayList<>();
    List<ServiceRequest> found =
        requests.page(new RequestQuery(orgId, 1, PAGE_SIZE, wanted)).requests().toList();
    while (!found.isEmpty()) {
      found.forEach(request -> seen.add(request.id()));
      // All that has been seen so far, the one behind which to go on among them.
      found.forEach(request -> requests.move(request, RequestStatus.RUNNING));
      String last = found.getLast().id();
      found =
          requests.page(new RequestQuery(orgId, 1, PAGE_SIZE, wanted, last)).requests().toList();
    }

    assertThat(seen).isEqualTo(oldIds());
  }

  @Test
  void onlyARequestOfTheListCanBeTheOneToGoOnBehind() {
    ServiceRequest ofAnother = old.getFirst();
    orgId++;
    requests.add(request(NOW));

    for (String before : List.of("", "x", BsonValues.newId(), ofAnother.id())) {
      assertThatExceptionOfType(InvalidException.class)
          .as(before)
          .isThrownBy(() -> page(1, before))
          .withMessage("before must be the id of a request of this list");
    }
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> requests.page("u|2", new RequestQuery(orgId, 1, 9, Set.of(), ofAnother.id())));
  }

  private RequestPage page(int page, @Nullable String before) {
    return requests.page(new RequestQuery(orgId, page, PAGE_SIZE, Set.of(), before));
  }

  private void addAnother() {
    requests.add(request(NOW.plusSeconds(++added)));
  }

  private List<String> oldIds() {
    return old.reversed().stream().map(ServiceRequest::id).toList();
  }

  private ServiceRequest request(Instant createdOn) {
    return ListFixture.request(orgId, "u|1", RequestStatus.NOT_STARTED, createdOn);
  }
}
