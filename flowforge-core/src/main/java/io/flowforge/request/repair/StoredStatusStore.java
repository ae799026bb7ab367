package io.flowforge.request.repair;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.mongo.DocumentFields;
import io.flowforge.mongo.Documents;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.document.StatusOfDocument;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The statuses in the documents of {@code service_requests} that a server with PostgreSQL's states
 * wrote, apart from everything else in them.
 */
final class StoredStatusStore {

  private static final String STATUS = "status";

  /** A higher number is a mistake; the counter of PostgreSQL must not follow it. */
  private static final int MAX_ORGANIZATION_ID = 1_000_000_000;

  private final Documents documents;

  StoredStatusStore(Documents documents) {
    this.documents = documents;
  }

  /** What a document says. */
  record StoredStatus(String id, DocumentStatus status) {

    boolean isOf(ExecutionState state) {
      return status.seq() == state.statusSeq() && status.stored().equals(state.status().label());
    }

    /** Returns whether another program has written the status since. */
    boolean isWrittenElsewhere() {
      return status.hasCopy() && !status.written().equals(status.stored());
    }

    private boolean hasBegun() {
      return status.stored().equals(RequestStatus.RUNNING.label())
          || status.stored().equals(RequestStatus.PENDING.label());
    }
  }

  /** Returns the statuses in the order of the ids, without those that only another system wrote. */
  List<StoredStatus> after(String id, int limit) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(
                    Filters.and(
                        Filters.gt("_id", new ObjectId(id)),
                        Filters.type(STATUS, "string"),
                        Filters.type(DocumentStatus.SEQ, "number")))
                .projection(
                    Projections.include(
                        STATUS, DocumentStatus.SEQ, DocumentStatus.COPY, DocumentStatus.COPY_SEQ))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(StoredStatusStore::statusOf)
                .into(new ArrayList<>()));
  }

  private static StoredStatus statusOf(Document document) {
    return new StoredStatus(
        document.getObjectId("_id").toHexString(), DocumentStatus.of(new DocumentFields(document)));
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

  /**
   * Lets documents be adopted like those of the older system. What had begun is Failed, because
   * nobody knows which of its calls were made.
   *
   * @param statuses at least one
   */
  void release(List<StoredStatus> statuses) {
    Bson release =
        Updates.combine(
            Updates.unset(DocumentStatus.SEQ),
            Updates.unset(DocumentStatus.COPY),
            Updates.unset(DocumentStatus.COPY_SEQ));
    Bson fail = Updates.combine(Updates.set(STATUS, RequestStatus.FAILED.label()), release);
    List<UpdateOneModel<Document>> updates =
        statuses.stream()
            .map(
                one ->
                    new UpdateOneModel<Document>(
                        StatusOfDocument.unchanged(one.id(), one.status()),
                        one.hasBegun() ? fail : release))
            .toList();
    documents.onServiceRequests(
        requests -> requests.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
  }

  /** Returns the highest id of an organization that a pipeline or a request has; 0 without any. */
  int highestOrganizationId() {
    return Math.max(
        documents.onPipelines(StoredStatusStore::highestOrganizationId),
        documents.onServiceRequests(StoredStatusStore::highestOrganizationId));
  }

  private static int highestOrganizationId(MongoCollection<Document> found) {
    Document highest =
        found
            .find(Filters.and(Filters.gt("org_id", 0), Filters.lt("org_id", MAX_ORGANIZATION_ID)))
            .projection(Projections.include("org_id"))
            .sort(Sorts.descending("org_id"))
            .first();
    return highest == null ? 0 : highest.get("org_id", Number.class).intValue();
  }
}
