package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Author;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.request.state.TransitionType;
import io.flowforge.testing.History;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The deletion of an organization at the same moment as a transition or a submission. No workers
 * run: nothing but the transactions themselves keeps them apart.
 */
class DeletionRaceTest {

  private final TestStores stores = new TestStores();
  private Runnable beforeNextDocument = () -> {};
  private Runnable beforeNextBatch = () -> {};
  private final Flowforge flowforge =
      Flowforge.open(stores.settings(), InstantSource.system(), LateStore::new);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final World world = new World(flowforge);
  private final History history = new History(flowforge.database());
  private final Pipeline pipeline = world.pipeline(Pipelines.call("http://192.0.2.1/"));

  /** A store that writes a document only after something else has happened. */
  private final class LateStore extends ServiceRequestStore {

    LateStore(Documents documents) {
      super(documents);
    }

    @Override
    public void add(ServiceRequest request, long statusSeq) {
      beforeNextDocument.run();
      super.add(request, statusSeq);
    }

    @Override
    public boolean projectAll(List<ExecutionState> states) {
      beforeNextBatch.run();
      return super.projectAll(states);
    }
  }

  @AfterEach
  void close() {
    threads.close();
    flowforge.close();
    stores.close();
  }

  @Test
  void aTransitionThatIsNoEndWaitsForTheDeletionAndIsRefused() {
    ServiceRequest request = world.request(pipeline, "{}");

    CompletableFuture<Void> start =
        meanwhile(
            this::deleteIn,
            () ->
                flowforge.requests().decisions().start(new Caller.Operator("test"), request.id()));

    assertThatThrownBy(start::join)
        .hasCauseInstanceOf(ConflictException.class)
        .hasMessageContaining(
            "service request %s cannot go on: its organization has been deleted", request.id());
    assertThat(history.transitions(request.id())).containsExactly("CREATE auth0|mike");
  }

  @Test
  void theDeletionWaitsForATransition() {
    ServiceRequest request = world.request(pipeline, "{}");

    CompletableFuture<Void> deletion =
        meanwhile(
            tx -> {
              ExecutionState state = new ExecutionStateStore().lock(tx, request.id()).orElseThrow();
              var start = Transition.of(TransitionType.START, pipeline.steps().getFirst());
              assertThat(flowforge.stateMachine().record(tx, state, start, Author.SYSTEM))
                  .isPresent();
            },
            this::delete);

    deletion.join();
    assertThat(flowforge.closedOrganizations().sweep()).isOne();
    assertThat(history.transitions(request.id()))
        .containsExactly("CREATE auth0|mike", "START ", "CANCEL auth0|olga");
  }

  @Test
  void noWorkerClaimsWorkOfADeletedOrganization() {
    ServiceRequest request = world.request(pipeline, "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    var states = new ExecutionStateStore();

    CompletableFuture<Void> claim =
        meanwhile(
            this::deleteIn,
            () ->
                flowforge
                    .database()
                    .useTransaction(tx -> assertThat(states.claim(tx, request.id(), 2)).isEmpty()));

    claim.join();
  }

  @Test
  void aSubmissionWaitsForTheDeletionAndIsRefused() {
    CompletableFuture<Void> submission =
        meanwhile(this::deleteIn, () -> world.request(pipeline, "{}"));

    assertThatThrownBy(submission::join)
        .hasCauseInstanceOf(ForbiddenException.class)
        .hasMessageContaining(
            "organization %d has been deleted; submit the request in another one", world.orgId());
    assertThat(history.count(world.orgId(), "Not Started")).isZero();
  }

  @Test
  void aSubmissionWhoseDocumentIsWrittenAfterTheDeletionEndsCancelled() {
    beforeNextDocument =
        () -> {
          delete();
          assertThat(flowforge.closedOrganizations().sweep()).isOne();
        };

    ServiceRequest request = world.request(pipeline, "{}");

    assertThat(history.transitions(request.id()))
        .containsExactly("CREATE auth0|mike", "CANCEL auth0|olga");
    eventually(
        () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
        RequestStatus.CANCELLED::equals);
  }

  /** The server dies after the commit of a batch, and before MongoDB knows of it. */
  @Test
  void whatADyingServerLeavesOpenIsCancelledByAnother() {
    ServiceRequest model = world.request(pipeline, "{}");
    for (int i = 0; i < 129; i++) {
      world.request(pipeline, "{}");
    }
    delete();
    beforeNextBatch =
        () -> {
          throw new AssertionError("killed");
        };
    assertThatThrownBy(() -> flowforge.closedOrganizations().sweep()).hasMessage("killed");
    assertThat(history.count(world.orgId(), "Cancelled")).isEqualTo(100);

    try (Flowforge other = Flowforge.open(stores.settings(), InstantSource.system())) {
      other.startWorkers();
      eventually(() -> history.count(world.orgId(), "Cancelled"), count -> count == 130);
      eventually(this::unprojected, count -> count == 0L);
    }
    assertThat(history.transitions(model.id()))
        .containsExactly("CREATE auth0|mike", "CANCEL auth0|olga");
  }

  /** Counts the requests whose status MongoDB does not have yet. */
  private long unprojected() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT count(*) AS n FROM request_run WHERE projected_seq < status_seq
                        """,
                        row -> row.number("n"))
                    .getFirst());
  }

  /** Starts the action, and lets it wait for the first transaction before that commits. */
  private CompletableFuture<Void> meanwhile(Consumer<Tx> first, Runnable action) {
    return flowforge
        .database()
        .inTransaction(
            tx -> {
              first.accept(tx);
              var second = CompletableFuture.runAsync(action, threads);
              eventually(() -> waiting(tx), count -> count > 0);
              return second;
            });
  }

  private void delete() {
    flowforge.organizationService().delete((Caller.Person) OWNER, world.orgId());
  }

  /** Deletes the organization as {@link #delete} does, in a given transaction. */
  private void deleteIn(Tx tx) {
    tx.list("SELECT 1 FROM organization WHERE org_id = ? FOR UPDATE", _ -> true, world.orgId());
    tx.update("UPDATE organization SET deleted = TRUE WHERE org_id = ?", world.orgId());
  }

  /** The number of sessions that wait for a lock. */
  private static int waiting(Tx tx) {
    return tx.list(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """,
            row -> row.integer("count"))
        .getFirst();
  }
}
