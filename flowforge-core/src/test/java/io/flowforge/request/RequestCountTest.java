package io.flowforge.request;

import static io.flowforge.request.ListFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbers of requests, which are kept up to date and not counted. */
class RequestCountTest {

  private static final List<RequestStatus> STATUSES = List.of(RequestStatus.values());
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final ListFixture requests = new ListFixture();

  @AfterEach
  void close() {
    requests.close();
  }

  /** Writers, adders and a reader at once; every single count that is read is right. */
  @Test
  void areExactAtAnyTime() throws Exception {
    var isOver = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int seed = i;
        writers.add(threads.submit(() -> write(new Random(seed), "u" + seed % 2)));
      }
      Future<?> adder =
          threads.submit(
              () -> {
                while (!isOver.get()) {
                  requests.addUp(7);
                }
              });
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        assertThat(requests.differences()).isEmpty();
        var query = new RequestQuery(1, 1, 1, Set.of(RequestStatus.COMPLETED));
        assertThat(requests.page(query).totalCount()).isNotNegative();
      }
      isOver.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      adder.get();
    }

    assertThat(requests.addUp(1_000_000)).isNotNegative();
    assertThat(requests.addUp(1)).isZero();
    assertThat(requests.differences()).isEmpty();
    for (RequestStatus status : RequestStatus.values()) {
      requireCount(Set.of(status));
    }
    requireCount(Set.of());
  }

  private void requireCount(Set<RequestStatus> statuses) {
    RequestPage page = requests.page(new RequestQuery(1, 1, 1_000, statuses));
    assertThat(page.totalCount()).isEqualTo(page.requests().toList().size());
  }

  private void write(Random random, String userId) {
    List<ServiceRequest> mine = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RequestStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
      if (mine.isEmpty() || random.nextInt(3) == 0) {
        mine.add(requests.add(request(1, userId, status, NOW.plusMillis(i))));
      } else if (random.nextInt(10) == 0) {
        ServiceRequest gone = mine.removeLast();
        requests.database.useTransaction(
            tx -> tx.update("DELETE FROM request_run WHERE request_id = ?", gone.id()));
      } else {
        requests.move(mine.get(random.nextInt(mine.size())), status);
      }
    }
  }

  /** A server of the version before inserts rows without a requester, who is filled in later. */
  @Test
  void countARequestOnceItIsKnownWhoseItIs() {
    ServiceRequest request = requests.add(request(1, "u", RequestStatus.PENDING, NOW));
    update("UPDATE request_run SET user_id = NULL, created_on = NULL");
    assertThat(requests.differences()).isEmpty();
    assertThat(requests.page(new RequestQuery(1, 1, 9, Set.of())).totalCount()).isZero();

    update("UPDATE request_run SET status = 'Running'");
    update("UPDATE request_run SET user_id = 'v', created_on = now()");

    assertThat(requests.differences()).isEmpty();
    RequestPage page = requests.page("v", new RequestQuery(1, 1, 9, Set.of()));
    assertThat(page.totalCount()).isOne();
    assertThat(page.requests()).extracting(ServiceRequest::id).containsExactly(request.id());
  }

  @Test
  void areForgottenWithTheTable() {
    requests.add(request(1, "u", RequestStatus.PENDING, NOW));
    requests.addUp(10);
    requests.add(request(1, "u", RequestStatus.PENDING, NOW));

    update("TRUNCATE request_run CASCADE");

    assertThat(requests.differences()).isEmpty();
    assertThat(requests.page(new RequestQuery(1, 1, 9, Set.of())).totalCount()).isZero();
  }

  private void update(String sql) {
    requests.database.useTransaction(tx -> tx.update(sql));
  }
}
