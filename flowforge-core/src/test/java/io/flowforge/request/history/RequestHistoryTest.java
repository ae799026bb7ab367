package io.flowforge.request.history;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the history of a request tells, in all its runs. */
class RequestHistoryTest extends CoreTest {

  private static final HistoryRange LATEST = new HistoryRange(null, null, 100);

  @Test
  void tellsWhatHappenedInEveryRun() {
    ServiceRequest request = retriedRequest();

    HistoryPage page = page(request, LATEST);

    assertThat(page.run()).isEqualTo(2);
    assertThat(page.hasEarlier()).isFalse();
    assertThat(page.hasLater()).isFalse();
    assertThat(page.transitions())
        .extracting(RequestHistoryTest::line)
        .containsExactly(
            "1 run 1 CREATE Not Started null/null by auth0|mike null: s1 Not Started, s2 Not Started",
            "2 run 1 START Running s1/null by auth0|mike null: s1 Running",
            "3 run 1 WAIT Pending s1/1 by  null: ",
            "4 run 1 APPROVE Running s1/null by auth0|ada null: s1 Completed, s2 Running",
            "5 run 1 RETRY Running s2/1 by  Response status 503 Service Unavailable; expected 2xx: ",
            "6 run 1 FAIL Failed s2/2 by  Response status 500 Internal Server Error; expected 2xx"
                + " (attempt 2, the last): s2 Failed",
            "7 run 2 RESUME Running s1/null by operator ops null: s2 Not Started, s1 Running",
            "8 run 2 WAIT Pending s1/1 by  null: ",
            "9 run 2 REJECT Failed s1/null by auth0|ada Rejected by Ada: Not now: s1 Failed");
  }

  @Test
  void tellsHowLongItTook() {
    HistoryPage page = page(retriedRequest(), LATEST);

    List<PastTransition> all = page.transitions();
    assertThat(all.getFirst().took()).isNull();
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).took())
          .isEqualTo(Duration.between(all.get(i - 1).at(), all.get(i).at()));
    }
    // From where it began, with all attempts: transition 4 to 6.
    assertThat(all.get(5).steps().getFirst().took())
        .isBetween(
            Duration.between(all.get(4).at(), all.get(5).at()),
            Duration.between(all.get(3).at(), all.get(5).at()));
    assertThat(all.get(1).steps().getFirst().took()).isNull();
    assertThat(all.get(6).steps()).allMatch(step -> step.took() == null);
  }

  @Test
  void isReadInPartsInBothDirections() {
    ServiceRequest request = retriedRequest();

    assertThat(seqs(page(request, new HistoryRange(null, null, 4))))
        .containsExactly(6L, 7L, 8L, 9L);
    assertThat(page(request, new HistoryRange(null, null, 4)).hasEarlier()).isTrue();
    List<Long> backwards = new ArrayList<>();
    Integer before = null;
    HistoryPage page;
    do {
      page = page(request, new HistoryRange(before, null, 2));
      backwards.addAll(0, seqs(page));
      before = Math.toIntExact(page.transitions().getFirst().seq());
    } while (page.hasEarlier());
    assertThat(backwards).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    List<Long> forwards = new ArrayList<>();
    int after = 0;
    do {
      page = page(request, new HistoryRange(null, after, 4));
      forwards.addAll(seqs(page));
      after = Math.toIntExact(page.transitions().getLast().seq());
    } while (page.hasLater());
    assertThat(forwards).isEqualTo(backwards);
    assertThat(page.hasEarlier()).isTrue();
    assertThat(page(request, new HistoryRange(null, 9, 4)).transitions()).isEmpty();
    assertThat(page(request, new HistoryRange(1, null, 4)).transitions()).isEmpty();
    assertThat(page(request, new HistoryRange(-5, null, 4)).transitions()).isEmpty();
  }

  @Test
  void refusesWhatIsNoPart() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new HistoryRange(1, 2, 4))
        .withMessage("before and after cannot be combined; use one of them");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new HistoryRange(null, null, 0))
        .withMessage("page_size must be 1 or more");
    assertThat(new HistoryRange(null, null, Integer.MAX_VALUE).size()).isEqualTo(200);
  }

  @Test
  void isOpenToThoseWhoMaySeeTheRequest() {
    ServiceRequest request = world.request(world.pipeline(Pipelines.call(target.url())), "{}");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.requests().history().page(STRANGER, request.id(), LATEST));
    assertThat(flowforge.requests().history().page(ADMIN, request.id(), LATEST).transitions())
        .hasSize(1);
  }

  /** A remark may be long; a reason is a line of at most 500 characters and an ellipsis. */
  @Test
  void aReasonIsBoundedAndOneLine() {
    ServiceRequest request = waiting();
    flowforge.requests().decisions().reject(ADMIN, request.id(), "a\nb " + "x".repeat(5_000));

    String reason = page(request, LATEST).transitions().getLast().reason();
    assertThat(reason).startsWith("Rejected by Ada: a b xxx").hasSize(501).endsWith("…");
  }

  private ServiceRequest waiting() {
    String call =
        Pipelines.api(target.url())
            + ", \"retry\": {\"max_attempts\": 2, \"initial_delay_seconds\": 0.1}";
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.chain(List.of(Pipelines.approval(), call))),
            "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    return request;
  }

  private ServiceRequest retriedRequest() {
    target.answerInTurn(503, 500);
    ServiceRequest request = waiting();
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.FAILED);
    var _ =
        flowforge
            .requests()
            .retry()
            .retry(new Caller.Operator("ops"), request.id(), new WantedRetry("s1", null));
    world.await(request, RequestStatus.PENDING);
    flowforge.requests().decisions().reject(ADMIN, request.id(), "Not now");
    return request;
  }

  private HistoryPage page(ServiceRequest request, HistoryRange range) {
    return flowforge.requests().history().page(MEMBER, request.id(), range);
  }

  private static List<Long> seqs(HistoryPage page) {
    return page.transitions().stream().map(PastTransition::seq).toList();
  }

  private static String line(PastTransition past) {
    return "%d run %d %s %s %s/%s by %s %s: %s"
        .formatted(
            past.seq(),
            past.run(),
            past.name(),
            past.status().label(),
            past.stepName(),
            past.attempt(),
            past.operator().isEmpty() ? past.by() : "operator " + past.operator(),
            past.reason(),
            String.join(
                ", ",
                past.steps().stream()
                    .map(step -> step.stepName() + " " + step.status().label())
                    .toList()));
  }
}
