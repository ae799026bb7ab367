package io.flowforge.live;

import io.flowforge.live.event.CloseReason;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells viewers what happens to requests, on whichever server it happens. Nothing that a transition
 * does waits for this, and while nobody watches it asks the database nothing. Thread-safe.
 */
public final class Live implements AutoCloseable {

  /** The share of the heap that events may take which viewers have not read. */
  private static final int SHARE_OF_BUFFERS = 16;

  /** The share of the connections that viewers may use at once. */
  private static final int SHARE_OF_CONNECTIONS = 4;

  private final ReadingTurns turns;
  private final RequestFeeds requests;
  private final OrganizationFeeds organizations;
  private final BufferBudget budget;

  /** Each has a thread of its own, so that what one of them needs does not hold up the other. */
  private final Lookout lookoutForRequests;

  private final Lookout lookoutForOrganizations;

  /**
   * Creates it.
   *
   * @param present returns those of the requests that have a document
   */
  public Live(
      Database database,
      ExecutionStateStore states,
      StepLogStore logs,
      PipelineStore pipelines,
      Function<List<String>, Set<String>> present) {
    turns = new ReadingTurns(Math.max(1, database.connections() / SHARE_OF_CONNECTIONS));
    requests =
        new RequestFeeds(
            new RecordReader(database, states, new HistoryStore(), logs),
            turns,
            this::beginRequests);
    organizations =
        new OrganizationFeeds(
            database, present, new PipelineNames(pipelines), turns, this::beginOrganizations);
    budget = new BufferBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_BUFFERS);
    lookoutForRequests = new Lookout("requests", () -> !requests.isEmpty(), requests::look);
    lookoutForOrganizations =
        new Lookout("organizations", organizations::isWatched, organizations::look);
  }

  /** Returns the turns of those who open streams. */
  ReadingTurns turns() {
    return turns;
  }

  /** Looks at once if somebody watches the request of which this server has changed the state. */
  public void recorded(ExecutionState state) {
    if (organizations.isWatched(state)) {
      lookoutForOrganizations.wake();
    }
    if (requests.isWatched(state.requestId())) {
      lookoutForRequests.wake();
    }
  }

  /**
   * Returns a stream of a request.
   *
   * @param check throws if the viewer may no longer see the request
   */
  RequestStream stream(String requestId, StreamPosition begin, Runnable check) {
    return new RequestStream(requestId, begin, requests, budget, check);
  }

  /**
   * Returns a stream of the requests of an organization.
   *
   * @param seesAll whether the viewer sees the requests of everybody; throws if the viewer may not
   *     see any
   * @param last the number after which to resume; null to begin now
   */
  OrganizationStream stream(
      int orgId, String userId, BooleanSupplier seesAll, @Nullable Long last) {
    var stream = new OrganizationStream(orgId, userId, organizations, budget, seesAll, last);
    organizations.join(stream);
    lookoutForOrganizations.wake();
    return stream;
  }

  private void beginRequests() {
    lookoutForRequests.begin();
  }

  private void beginOrganizations() {
    lookoutForOrganizations.begin();
  }

  /** Stops looking, and ends what is open. */
  @Override
  public void close() {
    lookoutForRequests.close();
    lookoutForOrganizations.close();
    requests.close(CloseReason.STOPPING);
    organizations.close(CloseReason.STOPPING);
  }
}
