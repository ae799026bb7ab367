package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequestStore.StatusReplacement;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.projection.ProjectionMarks;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.StatusProjection;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The projection of statuses from PostgreSQL to MongoDB. It may be late but is never wrong: an
 * older status never replaces a newer one, or one that another program wrote, and a failed write
 * stays marked for {@link RequestReconciler}.
 */
public final class StatusProjector implements StatusProjection {

  private static final Logger LOG = System.getLogger(StatusProjector.class.getName());

  private final Database database;
  private final ServiceRequestStore requests;
  private final AdoptedStateStore adoptions;
  private final UnprojectedStore unprojected;
  private final ProjectionMarks marks;

  public StatusProjector(
      Database database,
      ExecutionStateStore states,
      ServiceRequestStore requests,
      UnprojectedStore unprojected,
      ProjectionMarks marks) {
    this.database = database;
    this.requests = requests;
    this.unprojected = unprojected;
    this.marks = marks;
    this.adoptions = new AdoptedStateStore(states);
  }

  /**
   * Tries once. An outage is logged, not thrown, because the transition has been committed; {@link
   * RequestReconciler} then writes the status.
   *
   * @return whether MongoDB has the status
   */
  @Override
  public boolean project(ExecutionState state) {
    try {
      return write(state);
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("request", state.requestId())
              .with("status", state.status().label())
              .with("reason", e.userMessage()));
      return false;
    }
  }

  /**
   * Writes the status.
   *
   * @return whether MongoDB has it; not if another program has written the status of the document,
   *     which adoption looks at
   * @throws UnavailableException if a store is unavailable
   */
  boolean write(ExecutionState state) {
    if (requests.project(state)) {
      marks.addStatus(state.requestId(), state.statusSeq());
      return true;
    }
    return !settle(List.of(state)).isEmpty();
  }

  /** Projects several states at once, and tries once. */
  public void projectAll(List<ExecutionState> changed) {
    once(changed, () -> requests.projectAll(changed));
  }

  /**
   * Writes several statuses at once.
   *
   * @return those that MongoDB has
   * @throws UnavailableException if a store is unavailable
   */
  List<ExecutionState> writeAll(List<ExecutionState> changed) {
    return writeAll(changed, () -> requests.projectAll(changed));
  }

  private List<ExecutionState> writeAll(List<ExecutionState> changed, BooleanSupplier writing) {
    if (changed.isEmpty()) {
      return changed;
    }
    if (writing.getAsBoolean()) {
      mark(changed);
      return changed;
    }
    return settle(changed);
  }

  /** Projects states that adoption gave to requests, and tries once. */
  public void replaceAll(List<StatusReplacement> adopted) {
    once(
        adopted.stream().map(StatusReplacement::state).toList(),
        () -> requests.replaceAll(adopted));
  }

  private void once(List<ExecutionState> changed, BooleanSupplier writing) {
    try {
      var _ = writeAll(changed, writing);
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("requests", changed.size())
              .with("reason", e.userMessage()));
    }
  }

  /**
   * Finds out why documents did not get a status. One that is gone needs none, and one with a newer
   * status neither. One that still has the status that adoption found in it, because a process was
   * killed or MongoDB was unavailable, gets the new one now. What another program has written
   * stays, and so does the mark that the status is missing.
   *
   * @return those that MongoDB has
   */
  private List<ExecutionState> settle(List<ExecutionState> changed) {
    List<String> ids = changed.stream().map(ExecutionState::requestId).toList();
    Map<String, ObservedState> known = database.inTransaction(tx -> adoptions.findAll(tx, ids));
    Map<String, DocumentStatus> stored = requests.statuses(ids);
    List<ExecutionState> settled =
        changed.stream()
            .filter(
                state ->
                    isSettled(state, known.get(state.requestId()), stored.get(state.requestId())))
            .toList();
    mark(settled);
    return settled;
  }

  private boolean isSettled(
      ExecutionState state, @Nullable ObservedState known, @Nullable DocumentStatus stored) {
    if (stored == null) {
      return !requests.exists(state.requestId());
    }
    return stored.seq() >= state.statusSeq()
        || (known != null
            && !stored.isWrittenElsewhere(known)
            && requests.replaceAll(List.of(new StatusReplacement(state, stored))));
  }

  private void mark(List<ExecutionState> written) {
    Map<String, Long> seqs = new TreeMap<>();
    written.forEach(state -> seqs.put(state.requestId(), state.statusSeq()));
    database.useTransaction(tx -> unprojected.mark(tx, seqs));
  }
}
