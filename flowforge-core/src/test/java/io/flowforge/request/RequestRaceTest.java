package io.flowforge.request;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** Equal and opposite decisions of many people at the same moment. */
class RequestRaceTest extends CoreTest {

  private static final int PEOPLE = 24;

  @RepeatedTest(5)
  void oneOfManyStartsWins() throws Exception {
    ServiceRequest request = submitted();
    List<Boolean> wins =
        atOnce(times(PEOPLE, () -> flowforge.requests().decisions().start(MEMBER, request.id())));
    assertThat(wins).containsOnlyOnce(true);
    world.await(request, RequestStatus.PENDING);
    assertThat(callsOf("s1", request)).isOne();
  }

  @RepeatedTest(5)
  void oneOfManyApprovalsWinsAndTheNextStepRunsOnce() throws Exception {
    ServiceRequest request = waiting();
    List<Boolean> wins =
        atOnce(times(PEOPLE, () -> flowforge.requests().decisions().approve(ADMIN, request.id())));
    assertThat(wins).containsOnlyOnce(true);
    world.await(request, RequestStatus.COMPLETED);
    assertThat(callsOf("s3", request)).isOne();
  }

  @RepeatedTest(10)
  void anApprovalAndACancellationHappenOnceEachAtTheMost() throws Exception {
    ServiceRequest request = waiting();
    Runnable release = target.hold();
    List<Runnable> actions = new ArrayList<>();
    actions.addAll(
        times(PEOPLE / 2, () -> flowforge.requests().decisions().approve(ADMIN, request.id())));
    actions.addAll(
        times(PEOPLE / 2, () -> flowforge.requests().decisions().cancel(MEMBER, request.id())));
    List<Boolean> wins = atOnce(actions);
    release.run();

    // Running can be cancelled, so both can happen, one after the other, but nothing twice.
    assertThat(wins.subList(0, PEOPLE / 2).stream().filter(won -> won).count()).isLessThan(2);
    assertThat(wins.subList(PEOPLE / 2, PEOPLE).stream().filter(won -> won).count()).isOne();
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request().status())
        .isEqualTo(RequestStatus.CANCELLED);
    assertThat(callsOf("s3", request)).isLessThan(2);
    assertHistoryIsDense(request);
  }

  @RepeatedTest(10)
  void theLastApprovalAndACancellationExcludeEachOther() throws Exception {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    List<Runnable> actions = new ArrayList<>();
    actions.addAll(
        times(PEOPLE / 2, () -> flowforge.requests().decisions().approve(ADMIN, request.id())));
    actions.addAll(
        times(PEOPLE / 2, () -> flowforge.requests().decisions().cancel(MEMBER, request.id())));
    List<Boolean> wins = atOnce(actions);

    assertThat(wins).containsOnlyOnce(true);
    boolean isApproved = wins.indexOf(true) < PEOPLE / 2;
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request().status())
        .isEqualTo(isApproved ? RequestStatus.COMPLETED : RequestStatus.CANCELLED);
    assertHistoryIsDense(request);
  }

  @RepeatedTest(5)
  void anApprovalAndARejectionExcludeEachOther() throws Exception {
    ServiceRequest request = waiting();
    List<Runnable> actions = new ArrayList<>();
    actions.addAll(
        times(PEOPLE / 2, () -> flowforge.requests().decisions().approve(ADMIN, request.id())));
    actions.addAll(
        times(
            PEOPLE / 2, () -> flowforge.requests().decisions().reject(OWNER, request.id(), "no")));
    List<Boolean> wins = atOnce(actions);

    assertThat(wins).containsOnlyOnce(true);
    boolean isApproved = wins.indexOf(true) < PEOPLE / 2;
    world.await(request, isApproved ? RequestStatus.COMPLETED : RequestStatus.FAILED);
    assertThat(callsOf("s3", request)).isEqualTo(isApproved ? 1 : 0);
    assertHistoryIsDense(request);
  }

  private ServiceRequest submitted() {
    return world.request(
        world.pipeline(Pipelines.callApproveCall(target.url())), "{\"who\": \"Mike\"}");
  }

  private ServiceRequest waiting() {
    ServiceRequest request = submitted();
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    return request;
  }

  private long callsOf(String step, ServiceRequest request) {
    String key = request.id() + "/" + step + "/1";
    return target.calls().stream()
        .filter(call -> call.header("Idempotency-key").equals(key))
        .count();
  }

  private void assertHistoryIsDense(ServiceRequest request) {
    List<Long> numbers =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        "SELECT seq FROM request_transition WHERE request_id = ? ORDER BY seq",
                        row -> row.number("seq"),
                        request.id()));
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1L);
    }
  }

  private static List<Runnable> times(int count, Runnable action) {
    List<Runnable> actions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      actions.add(action);
    }
    return actions;
  }

  private static List<Boolean> atOnce(List<Runnable> actions) throws Exception {
    return Race.of(Set.of(ConflictException.class), actions);
  }
}
