package io.flowforge.request.repair;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.mongo.Documents;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The statuses in the documents of {@code service_requests} that a server with PostgreSQL's states
 * wrote, apart from everything else in them.
 */
final class DocumentStatuses {

  private static final String STATUS = "status";
  private static final String STATUS_SEQ = "run_seq";

  private final Documents documents;

  DocumentStatuses(Documents documents) {
    this.documents = documents;
  }

  /**
   * What a document says.
   *
   * @param statusSeq the transition that its status is of
   */
  record DocumentStatus(String id, String status, long statusSeq) {

    private boolean hasBegun() {
      return status.equals(RequestStatus.RUNNING.label())
          || status.equals(RequestStatus.PENDING.label());
    }
  }

  /** Returns the statuses in the order of the ids, without documents of another system. */
  List<DocumentStatus> after(String id, int limit) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(
                    Filters.and(
                        Filters.gt("_id", new ObjectId(id)), Filters.type(STATUS_SEQ, "number")))
                .projection(Projections.include(STATUS, STATUS_SEQ))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(DocumentStatuses::statusOf)
                .into(new ArrayList<>()));
  }

  private static DocumentStatus statusOf(Document document) {
    return new DocumentStatus(
        document.getObjectId("_id").toHexString(),
        document.get(STATUS) instanceof String status ? status : "",
        document.get(STATUS_SEQ, Number.class).longValue());
  }

  /** Returns those of the requests that have a document. */
  Set<String> present(Collection<String> ids) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(Filters.in("_id", ids.stream().map(ObjectId::new).toList()))
                .projection(Projections.include("_id"))
                .map(document -> document.getObjectId("_id").toHexString())
                .into(new HashSet<>()));
  }

  /** Replaces statuses, by what is to replace them, unless they have changed meanwhile. */
  void replace(Map<DocumentStatus, ExecutionState> replacements) {
    update(
        replacements.entrySet().stream()
            .map(
                entry ->
                    updateOf(
                        entry.getKey(),
                        Updates.combine(
                            Updates.set(STATUS, entry.getValue().status().label()),
                            Updates.set("last_updated", Date.from(entry.getValue().updatedAt())),
                            Updates.set(STATUS_SEQ, entry.getValue().statusSeq()))))
            .toList());
  }

  /**
   * Lets documents be adopted like those of the older system. What had begun is Failed, because
   * nobody knows which of its calls were made.
   */
  void release(List<DocumentStatus> statuses) {
    Bson release = Updates.unset(STATUS_SEQ);
    Bson fail = Updates.combine(Updates.set(STATUS, RequestStatus.FAILED.label()), release);
    update(
        statuses.stream()
            .map(status -> updateOf(status, status.hasBegun() ? fail : release))
            .toList());
  }

  private static UpdateOneModel<Document> updateOf(DocumentStatus status, Bson change) {
    return new UpdateOneModel<>(
        Filters.and(
            Filters.eq("_id", new ObjectId(status.id())),
            Filters.eq(STATUS_SEQ, status.statusSeq())),
        change);
  }

  private void update(List<UpdateOneModel<Document>> updates) {
    if (!updates.isEmpty()) {
      documents.onServiceRequests(
          requests -> requests.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
    }
  }

  /** Returns the highest id of an organization that a pipeline or a request has; 0 without any. */
  int highestOrganizationId() {
    Bson highest = Sorts.descending("org_id");
    Bson numbers = Filters.type("org_id", "number");
    return Math.max(
        orgId(documents.onPipelines(found -> found.find(numbers).sort(highest).first())),
        orgId(documents.onServiceRequests(found -> found.find(numbers).sort(highest).first())));
  }

  private static int orgId(@Nullable Document document) {
    return document == null ? 0 : document.get("org_id", Number.class).intValue();
  }
}
