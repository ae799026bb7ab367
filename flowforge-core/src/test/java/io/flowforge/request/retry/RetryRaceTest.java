package io.flowforge.request.retry;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.History;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** Retries at the same moment as what excludes them. */
class RetryRaceTest extends CoreTest {

  private static final int PEOPLE = 24;

  private final History history = new History(flowforge.database());

  @RepeatedTest(5)
  void oneOfManyRetriesWins() throws Exception {
    ServiceRequest request = failed(world);

    List<Boolean> wins = race(Collections.nCopies(PEOPLE, () -> retry(request)));

    assertThat(wins).containsOnlyOnce(true);
    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .isEqualTo(List.of(request.id() + "/s1/1", request.id() + "/s1/2"));
    assertThat(history.transitions(request.id()))
        .containsExactly(
            "CREATE auth0|mike", "START auth0|mike", "FAIL ", "RESUME auth0|mike", "COMPLETE ");
    requireExactCounts(world);
  }

  @RepeatedTest(5)
  void aRetryAndACancellationHappenOnceEachAtTheMost() throws Exception {
    ServiceRequest request = failed(world);
    Runnable release = target.hold();
    List<Runnable> actions = new ArrayList<>();
    actions.addAll(Collections.nCopies(PEOPLE / 2, () -> retry(request)));
    actions.addAll(
        Collections.nCopies(
            PEOPLE / 2, () -> flowforge.requests().decisions().cancel(ADMIN, request.id())));

    List<Boolean> wins = race(actions);
    release.run();

    // What runs can be cancelled, so both can happen; a cancellation that comes first is refused.
    assertThat(wins.subList(0, PEOPLE / 2)).containsOnlyOnce(true);
    boolean isCancelled = wins.subList(PEOPLE / 2, PEOPLE).contains(true);
    world.await(request, isCancelled ? RequestStatus.CANCELLED : RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSizeLessThan(3);
    requireExactCounts(world);
  }

  @RepeatedTest(5)
  void nothingIsRetriedInADeletedOrganization() throws Exception {
    var doomed = new World(flowforge);
    List<ServiceRequest> requests = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      requests.add(failed(doomed));
    }
    Runnable release = target.hold();
    List<Runnable> actions = new ArrayList<>();
    requests.forEach(request -> actions.add(() -> retry(request)));
    actions.add(
        PEOPLE / 2,
        () -> flowforge.organizationService().delete((Caller.Person) OWNER, doomed.orgId()));

    var _ = race(actions);
    release.run();

    // Whatever was retried before the deletion is cancelled by it, unless its call ended first.
    eventually(() -> history.count(doomed.orgId(), "Running"), count -> count == 0);
    for (ServiceRequest request : requests) {
      assertThat(history.transitions(request.id()).getLast())
          .isIn("FAIL ", "CANCEL auth0|olga", "COMPLETE ");
    }
  }

  private List<Boolean> race(List<Runnable> actions) throws Exception {
    Set<Class<? extends FlowforgeException>> refusals =
        Set.of(ConflictException.class, NotFoundException.class, ForbiddenException.class);
    return Race.of(refusals, actions);
  }

  private void retry(ServiceRequest request) {
    var _ = flowforge.requests().retry().retry(MEMBER, request.id(), WantedRetry.OF_FAILED_STEP);
  }

  private ServiceRequest failed(World where) {
    target.answerInTurn(500);
    ServiceRequest request =
        where.request(where.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    where.await(request, RequestStatus.FAILED);
    return request;
  }

  /** The numbers that lists show are kept by a trigger, and never counted. */
  private void requireExactCounts(World where) {
    for (RequestStatus status : RequestStatus.values()) {
      var query = new RequestQuery(where.orgId(), 1, 1, Set.of(status));
      assertThat(flowforge.requests().reading().listAll(ADMIN, query).totalCount())
          .as(status.label())
          .isEqualTo(history.count(where.orgId(), status.label()));
    }
  }
}
