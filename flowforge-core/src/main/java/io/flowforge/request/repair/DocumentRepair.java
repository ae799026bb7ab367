package io.flowforge.request.repair;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.mongo.Documents;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.ServiceRequestStore.StatusReplacement;
import io.flowforge.request.repair.RepairReport.AffectedRequests;
import io.flowforge.request.repair.StoredStatusStore.StoredStatus;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The comparison of all documents with PostgreSQL, after one of the stores was restored from a
 * backup. PostgreSQL wins: a document with another status gets PostgreSQL's, and one that
 * PostgreSQL does not know is left to adoption. What another program has written is left to
 * adoption, too.
 */
public final class DocumentRepair {

  private static final int BATCH = 500;
  private static final String FIRST_ID = "0".repeat(24);

  private final Database database;
  private final ExecutionStateStore states;
  private final OrganizationStore organizations;
  private final ServiceRequestStore requests;
  private final StoredStatusStore statuses;

  public DocumentRepair(
      Database database,
      ExecutionStateStore states,
      OrganizationStore organizations,
      ServiceRequestStore requests,
      Documents documents) {
    this.database = database;
    this.states = states;
    this.organizations = organizations;
    this.requests = requests;
    this.statuses = new StoredStatusStore(documents);
  }

  /** Compares and repairs. Can be interrupted, and repeated. */
  public RepairReport run() {
    return compare(true);
  }

  /** Compares and changes nothing. */
  public RepairReport preview() {
    return compare(false);
  }

  private RepairReport compare(boolean isRepairing) {
    long compared = 0;
    AffectedRequests different = AffectedRequests.NONE;
    AffectedRequests unknown = AffectedRequests.NONE;
    List<StoredStatus> batch = statuses.after(FIRST_ID, BATCH);
    while (!batch.isEmpty()) {
      Difference difference = differenceOf(batch);
      if (isRepairing) {
        repair(difference);
      }
      compared += batch.size();
      different =
          different.and(
              difference.replacements().stream().map(one -> one.state().requestId()).toList());
      unknown = unknown.and(difference.unknown().stream().map(StoredStatus::id).toList());
      batch = batch.size() < BATCH ? List.of() : statuses.after(batch.getLast().id(), BATCH);
    }
    return new RepairReport(compared, different, unknown, lost(), organizationIds(isRepairing));
  }

  private void repair(Difference difference) {
    if (!difference.replacements().isEmpty()) {
      // One that has changed meanwhile stays as it is.
      var _ = requests.replaceAll(difference.replacements());
    }
    if (!difference.unknown().isEmpty()) {
      statuses.release(difference.unknown());
    }
  }

  /**
   * What distinguishes documents from PostgreSQL.
   *
   * @param replacements statuses of documents, and what PostgreSQL says
   */
  private record Difference(List<StatusReplacement> replacements, List<StoredStatus> unknown) {}

  /** Reads PostgreSQL after the documents, so that it knows what servers wrote meanwhile. */
  private Difference differenceOf(List<StoredStatus> batch) {
    List<String> ids = batch.stream().map(StoredStatus::id).toList();
    Map<String, ExecutionState> known =
        database.inTransaction(tx -> states.among(tx, ids)).stream()
            .collect(toMap(ExecutionState::requestId, identity()));
    List<StatusReplacement> different = new ArrayList<>();
    for (StoredStatus stored : batch) {
      ExecutionState state = known.get(stored.id());
      if (state != null && !stored.isWrittenElsewhere() && !stored.isOf(state)) {
        different.add(new StatusReplacement(state, stored.status()));
      }
    }
    return new Difference(
        different, batch.stream().filter(status -> !known.containsKey(status.id())).toList());
  }

  /** A request in its first status may be just being submitted; its document follows. */
  private AffectedRequests lost() {
    AffectedRequests lost = AffectedRequests.NONE;
    List<String> ids = startedAfter("");
    while (!ids.isEmpty()) {
      Set<String> present = statuses.present(ids);
      lost = lost.and(ids.stream().filter(id -> !present.contains(id)).toList());
      ids = ids.size() < BATCH ? List.of() : startedAfter(ids.getLast());
    }
    return lost;
  }

  private List<String> startedAfter(String id) {
    return database.inTransaction(tx -> states.withTransitionsAfter(tx, id, BATCH));
  }

  /** An organization that is founded next must not get the pipelines of one that is forgotten. */
  private int organizationIds(boolean isRepairing) {
    int highest = statuses.highestOrganizationId();
    return database.inTransaction(
        tx -> {
          int skipped = Math.max(0, highest - organizations.lastId(tx));
          if (isRepairing && skipped > 0) {
            organizations.skipIdsTo(tx, highest);
          }
          return skipped;
        });
  }
}
