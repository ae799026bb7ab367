package io.flowforge.request.state;

import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.request.state.ObservedState.FoundStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code request_run}. */
public final class ExecutionStateStore {

  /**
   * Holds if the organization of a row exists, and locks it against its deletion until the
   * transaction ends. Part of the statements themselves, so that it costs no round trip.
   */
  static final String STAYS_OPEN =
      """
      (SELECT NOT deleted FROM organization
       WHERE organization.org_id = request_run.org_id FOR KEY SHARE) IS NOT FALSE
      """;

  public static final String COLUMNS =
      "request_id, org_id, status, current_step, attempt, step_spent_ms, seq, status_seq, leg, claim,"
          + " updated_at, run, pipeline_id, pipeline_version, pipeline_name, wait_leg";

  /** Adds the first state of a request, unless it has one, and returns whether it was added. */
  public boolean addIfAbsent(Tx tx, ExecutionState state, RequestOrigin origin) {
    return add(tx, "", state, origin, NewRow.submitted(state));
  }

  /**
   * Adds the first state like {@link #addIfOpen}, but only if the pipeline accepts requests, which
   * then holds until the transaction ends.
   */
  boolean addIfAccepted(Tx tx, ExecutionState state, RequestOrigin origin) {
    return add(
        tx,
        "WHERE " + STAYS_OPEN + " AND " + VersionStore.ACCEPTS_REQUESTS,
        state,
        origin,
        NewRow.submitted(state));
  }

  /** Adds the first state like {@link #addIfAbsent}, but not in a deleted organization. */
  boolean addIfOpen(Tx tx, ExecutionState state, RequestOrigin origin) {
    return add(tx, "WHERE " + STAYS_OPEN, state, origin, NewRow.submitted(state));
  }

  /**
   * What a new row says besides the state and the origin.
   *
   * @param createdAt when the row is written, which may be years after the request was submitted
   * @param found what adoption found in the document, null if this server has submitted the request
   * @param projectedSeq the latest transition whose status the document has
   */
  record NewRow(Instant createdAt, @Nullable FoundStatus found, long projectedSeq) {

    private static NewRow submitted(ExecutionState state) {
      return new NewRow(state.updatedAt(), null, 0);
    }
  }

  static boolean add(
      Tx tx, String condition, ExecutionState state, RequestOrigin origin, NewRow row) {
    return tx.update(
            """
            INSERT INTO request_run (request_id, org_id, status, current_step, attempt, step_spent_ms,
                                     seq, status_seq, leg, claim, created_at, updated_at, user_id,
                                     pipeline_id, created_on, found_status, found_seq,
                                     projected_seq)
            SELECT * FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))
              AS request_run (request_id, org_id, status, current_step, attempt, step_spent_ms, seq,
                              status_seq, leg, claim, created_at, updated_at, user_id, pipeline_id,
                              created_on, found_status, found_seq, projected_seq)
            """
                + condition
                + " ON CONFLICT (request_id) DO NOTHING",
            state.requestId(),
            state.orgId(),
            state.status().label(),
            state.currentStep(),
            state.attempt(),
            state.stepSpent().toMillis(),
            state.seq(),
            state.statusSeq(),
            state.dispatch(),
            state.fencingToken(),
            row.createdAt(),
            state.updatedAt(),
            origin.userId(),
            origin.pipelineId(),
            origin.createdOn(),
            row.found() == null ? null : row.found().status(),
            row.found() == null ? 0 : row.found().seq(),
            row.projectedSeq())
        == 1;
  }

  /** Returns the states of those of the requests that have one. */
  public List<ExecutionState> among(Tx tx, List<String> requestIds) {
    return tx.list(
        "SELECT " + COLUMNS + " FROM request_run WHERE request_id = ANY(?)",
        ExecutionStateStore::state,
        requestIds);
  }

  /**
   * Returns the ids of requests that have left their first state, in the order of their ids.
   *
   * @param after the last id of the previous batch, empty for the first batch
   */
  public List<String> withTransitionsAfter(Tx tx, String after, int limit) {
    return tx.list(
        """
        SELECT request_id FROM request_run WHERE request_id > ? AND seq > 1
        ORDER BY request_id LIMIT ?
        """,
        row -> row.text("request_id"),
        after,
        limit);
  }

  /** Returns the states of those of the requests whose status MongoDB does not have yet. */
  public List<ExecutionState> unprojectedAmong(Tx tx, List<String> requestIds) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + " FROM request_run WHERE request_id = ANY(?) AND projected_seq < status_seq",
        ExecutionStateStore::state,
        requestIds);
  }

  /**
   * Returns the ids of requests whose origin is not known here, in the order of their ids: those
   * that an older version of this server submitted.
   *
   * @param after the last id of the previous batch, empty for the first batch
   */
  public List<String> withoutOrigin(Tx tx, String after, int limit) {
    return tx.list(
        """
        SELECT request_id FROM request_run
        WHERE user_id IS NULL AND request_id > ? ORDER BY request_id LIMIT ?
        """,
        row -> row.text("request_id"),
        after,
        limit);
  }

  /** Writes the origins of requests, by their ids. */
  public void addOrigins(Tx tx, Map<String, RequestOrigin> origins) {
    tx.updateAll(
        """
        UPDATE request_run SET user_id = ?, pipeline_id = ?, created_on = ?
        WHERE request_id = ? AND user_id IS NULL
        """,
        origins.entrySet().stream()
            .map(
                origin ->
                    new @Nullable Object[] {
                      origin.getValue().userId(),
                      origin.getValue().pipelineId(),
                      origin.getValue().createdOn(),
                      origin.getKey()
                    })
            .toList());
  }

  public Optional<ExecutionState> find(Tx tx, String requestId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM request_run WHERE request_id = ?",
        ExecutionStateStore::state,
        requestId);
  }

  /**
   * Returns the places of those of the states that are no longer current: there has been a
   * transition or a claim since, or the organization has been deleted.
   */
  public List<Integer> outdatedOf(Tx tx, List<ExecutionState> states) {
    return tx.list(
        """
        SELECT (number - 1)::integer AS place
        FROM unnest(?::varchar[], ?::varchar[]::bigint[], ?::varchar[]::bigint[])
             WITH ORDINALITY AS known (request_id, seq, claim, number)
        LEFT JOIN request_run AS run USING (request_id, seq, claim)
        WHERE run.org_id IS NULL
           OR EXISTS (SELECT 1 FROM organization
                      WHERE organization.org_id = run.org_id AND deleted)
        """,
        row -> row.integer("place"),
        states.stream().map(ExecutionState::requestId).toList(),
        states.stream().map(state -> Long.toString(state.seq())).toList(),
        states.stream().map(state -> Long.toString(state.fencingToken())).toList());
  }

  /**
   * Locks a state until the transaction ends, unless there has been a transition or a claim since,
   * or its organization has been deleted; returns whether it is locked.
   */
  public boolean lockIfCurrent(Tx tx, ExecutionState state) {
    return tx.find(
            "SELECT 1 FROM request_run WHERE request_id = ? AND seq = ? AND claim = ? AND "
                + STAYS_OPEN
                + " FOR UPDATE",
            _ -> true,
            state.requestId(),
            state.seq(),
            state.fencingToken())
        .orElse(false);
  }

  /** Finds the state and locks it until the transaction ends. */
  public Optional<ExecutionState> lock(Tx tx, String requestId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM request_run WHERE request_id = ? FOR UPDATE",
        ExecutionStateStore::state,
        requestId);
  }

  /**
   * Claims the work that a transition queued. A worker that claimed it before can commit nothing
   * from here on.
   *
   * @return empty when there is nothing to do: the request waits, has ended, or has a later
   *     dispatch, or its organization has been deleted
   */
  public Optional<ExecutionState> claim(Tx tx, String requestId, long dispatch) {
    return tx.find(
        """
        UPDATE request_run SET claim = claim + 1
        WHERE request_id = ? AND leg = ? AND status = ? AND\s"""
            + STAYS_OPEN
            + " RETURNING "
            + COLUMNS,
        ExecutionStateStore::state,
        requestId,
        dispatch,
        RequestStatus.RUNNING.label());
  }

  /**
   * Replaces a state by its successor. In a deleted organization that can only be an end.
   *
   * @param isToExecute whether something is executed next, which nothing may be that another
   *     program has written to meanwhile
   * @return false if nothing was written because another transition or another worker came first,
   *     the organization has been deleted, or another program has written events
   */
  public boolean replace(Tx tx, ExecutionState from, ExecutionState to, boolean isToExecute) {
    return tx.update(replacement(to, isToExecute), valuesOf(from, to)) == 1;
  }

  /**
   * Replaces a state like {@link #replace}, together with the statements after it, and fails where
   * that returns false.
   */
  void replaceOrFail(Tx tx, ExecutionState from, ExecutionState to, boolean isToExecute) {
    tx.laterOrFail(replacement(to, isToExecute), valuesOf(from, to));
  }

  private static String replacement(ExecutionState to, boolean isToExecute) {
    return """
        UPDATE request_run
        SET status = ?, current_step = ?, attempt = ?, step_spent_ms = ?, seq = ?,
            status_seq = ?, leg = ?, wait_leg = ?, updated_at = ?
        WHERE request_id = ? AND seq = ? AND claim = ?\s"""
        + (to.status().isEnd() ? "" : "AND " + STAYS_OPEN)
        + (isToExecute ? "AND NOT " + AdoptedStateStore.HAS_EVENTS_OF_OTHERS : "");
  }

  private static @Nullable Object[] valuesOf(ExecutionState from, ExecutionState to) {
    return new @Nullable Object[] {
      to.status().label(),
      to.currentStep(),
      to.attempt(),
      to.stepSpent().toMillis(),
      to.seq(),
      to.statusSeq(),
      to.dispatch(),
      to.isSuspended() ? to.dispatch() : null,
      to.updatedAt(),
      from.requestId(),
      from.seq(),
      from.fencingToken()
    };
  }

  /**
   * Notes the run and the version of the pipeline of a state that has just been written, and which
   * this transaction has locked therefore.
   */
  void begin(Tx tx, ExecutionState run) {
    PinnedPipeline pinned = run.pinned();
    tx.later(
        """
        UPDATE request_run
        SET run = ?, pipeline_id = coalesce(?, pipeline_id), pipeline_version = ?, pipeline_name = ?
        WHERE request_id = ?
        """,
        run.run(),
        pinned == null ? null : pinned.id(),
        pinned == null ? null : pinned.version(),
        pinned == null ? null : pinned.name(),
        run.requestId());
  }

  /**
   * Marks the status of that transition as written to MongoDB.
   *
   * @return false if it was marked before, or there is no such state
   */
  public boolean markProjected(Tx tx, String requestId, long statusSeq) {
    return tx.update(
            "UPDATE request_run SET projected_seq = ? WHERE request_id = ? AND projected_seq < ?",
            statusSeq,
            requestId,
            statusSeq)
        == 1;
  }

  /**
   * Removes a state with its history, unless there has been a transition since. Never removes one
   * that was adopted, because its history is all that is left of the request.
   */
  public boolean remove(Tx tx, ExecutionState state) {
    boolean isRemoved =
        tx.update(
                """
                DELETE FROM request_run WHERE request_id = ? AND seq = ? AND NOT EXISTS (
                  SELECT 1 FROM request_transition
                  WHERE request_transition.request_id = request_run.request_id
                    AND transition = 'ADOPT')
                """,
                state.requestId(),
                state.seq())
            == 1;
    if (isRemoved) {
      tx.update(
          "DELETE FROM service_request_event WHERE service_request_id = ? AND seq = ?",
          state.requestId(),
          state.seq());
    }
    return isRemoved;
  }

  /** Reads a row with the {@link #COLUMNS}. */
  public static ExecutionState state(Row row) throws SQLException {
    return new ExecutionState(
        row.text("request_id"),
        row.integer("org_id"),
        RequestStatus.of(row.text("status")).orElseThrow(),
        row.text("current_step"),
        row.integer("attempt"),
        Duration.ofMillis(row.number("step_spent_ms")),
        row.number("seq"),
        row.number("status_seq"),
        row.number("leg"),
        row.number("claim"),
        row.instant("updated_at"),
        row.integer("run"),
        pinned(row),
        isSuspended(row));
  }

  /**
   * Servers of earlier releases write everything but this column, so it names the dispatch to which
   * it belongs.
   */
  private static boolean isSuspended(Row row) throws SQLException {
    return row.number("leg") > 0
        && row.number("wait_leg") == row.number("leg")
        && row.text("status").equals(RequestStatus.RUNNING.label());
  }

  /** Reads the version of the pipeline that a retry has moved the request to, if one has. */
  public static @Nullable PinnedPipeline pinned(Row row) throws SQLException {
    // A null is read as 0, and no later version has that number.
    int version = row.integer("pipeline_version");
    return version == 0
        ? null
        : new PinnedPipeline(row.text("pipeline_id"), version, row.textOr("pipeline_name", ""));
  }
}
