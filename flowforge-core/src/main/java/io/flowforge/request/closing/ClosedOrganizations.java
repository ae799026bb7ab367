package io.flowforge.request.closing;

import io.flowforge.identity.Author;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestInterrupter;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.OpenRequestStore;
import io.flowforge.request.state.OpenRequestStore.OpenRequest;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.Transition;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * The cancellation of the requests that deleted organizations have left open. The deletion itself
 * has stopped them: no transition begins a step in a deleted organization, and no worker claims its
 * work. This gives them their end, in batches. A crash loses at most a batch, which the next sweep
 * repeats; several servers may sweep at once.
 */
public final class ClosedOrganizations {

  private static final Logger LOG = System.getLogger(ClosedOrganizations.class.getName());

  /** Requests per transaction: locked for a fraction of a second. */
  private static final int BATCH = 100;

  /** Organizations per sweep, which take turns so that a large one does not delay the others. */
  private static final int MAX_ORGANIZATIONS = 100;

  private final Database database;
  private final OrganizationStore organizations;
  private final OpenRequestStore open;
  private final RequestStateMachine stateMachine;
  private final StatusProjector projector;
  private final RequestInterrupter interrupter;

  public ClosedOrganizations(
      Database database,
      OrganizationStore organizations,
      OpenRequestStore open,
      RequestStateMachine stateMachine,
      StatusProjector projector,
      RequestInterrupter interrupter) {
    this.database = database;
    this.organizations = organizations;
    this.open = open;
    this.stateMachine = stateMachine;
    this.projector = projector;
    this.interrupter = interrupter;
  }

  /**
   * Cancels all open requests of deleted organizations in the name of their Owners, who deleted
   * them.
   *
   * @return how many were cancelled
   * @throws io.flowforge.error.UnavailableException when PostgreSQL is unavailable; a later sweep
   *     cancels the rest
   */
  public int sweep() {
    List<Organization> closing =
        database.inTransaction(tx -> organizations.closing(tx, MAX_ORGANIZATIONS));
    int cancelled = 0;
    int inTurn = closing.isEmpty() ? 0 : 1;
    while (inTurn > 0) {
      inTurn = closing.stream().mapToInt(this::cancelBatch).sum();
      cancelled += inTurn;
    }
    closing.forEach(this::settle);
    return cancelled;
  }

  /**
   * Looks again at all deleted organizations, at the start of a server: requests of an older
   * deployment may have been adopted into them.
   */
  public void lookAgain() {
    database.useTransaction(organizations::unsettle);
  }

  private int cancelBatch(Organization organization) {
    List<ExecutionState> cancelled = new ArrayList<>();
    // The statuses of a batch are written to MongoDB together, after the commit.
    RequestStateMachine collecting = stateMachine.projectingTo(cancelled::add);
    database.useTransaction(
        tx ->
            open.lockSome(tx, organization.orgId(), BATCH)
                .forEach(request -> cancel(tx, collecting, request, organization.owner())));
    projector.projectAll(cancelled);
    return cancelled.size();
  }

  private void cancel(Tx tx, RequestStateMachine machine, OpenRequest request, String deleter) {
    ExecutionState state = request.state();
    // Registered first, so that the step does not go on while the others are announced.
    tx.afterCommit(() -> interrupter.interrupt(state.requestId()));
    // Never refused: the row is locked, and an open request can be cancelled.
    var _ =
        machine.record(
            tx, state, Transition.cancel(state, request.stepType()), new Author(deleter, ""));
  }

  /** Removes the organization from the next sweeps, unless a transaction has locked a request. */
  private void settle(Organization organization) {
    boolean isSettled =
        database.inTransaction(
            tx ->
                !open.existIn(tx, organization.orgId())
                    && organizations.settle(tx, organization.orgId()));
    if (isSettled) {
      LOG.log(Level.INFO, LogEvent.of("organization_closed").with("org", organization.orgId()));
    }
  }
}
