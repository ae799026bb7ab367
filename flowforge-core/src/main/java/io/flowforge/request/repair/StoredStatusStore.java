package io.flowforge.request.repair;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.mongo.DocumentFields;
import io.flowforge.mongo.Documents;
import io.flowforge.request.document.DocumentStatus;
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
final class StoredStatusStore {

  private static final String STATUS = "status";

  /** A higher number is a mistake; the counter of PostgreSQL must not follow it. */
  private static final int MAX_ORGANIZATION_ID = 1_000_000_000;

  private final Documents documents;

  StoredStatusStore(Documents documents) {
    this.documents = documents;
  }

  /**
   * What a document says.
   *
   * @param statusSeq the transition that its status is of
   * @param isWrittenElsewhere whether another program has written the status since
   */
  record StoredStatus(String id, String status, long statusSeq, boolean isWrittenElsewhere) {

    boolean isOf(ExecutionState state) {
      return statusSeq == state.statusSeq() && status.equals(state.status().label());
    }

    private Bson asFilter() {
      return Filters.and(
          Filters.eq("_id", new ObjectId(id)),
          Filters.eq(STATUS, status),
          Filters.eq(DocumentStatus.SEQ, statusSeq));
    }

    private boolean hasBegun() {
      return status.equals(RequestStatus.RUNNING.label())
          || status.equals(RequestStatus.PENDING.label());
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
    var read = DocumentStatus.of(new DocumentFields(document));
    return new StoredStatus(
        document.getObjectId("_id").toHexString(),
        read.stored(),
        read.seq(),
        read.hasCopy() && !read.written().equals(read.stored()));
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
  void replace(Map<StoredStatus, ExecutionState> replacements) {
    update(
        replacements.entrySet().stream()
            .map(
                entry ->
                    new UpdateOneModel<Document>(
                        entry.getKey().asFilter(), statusOf(entry.getValue())))
            .toList());
  }

  private static Bson statusOf(ExecutionState state) {
    List<Bson> updates = new ArrayList<>();
    updates.add(Updates.set("last_updated", Date.from(state.updatedAt())));
    DocumentStatus.fields(state.status().label(), state.statusSeq())
        .forEach((field, value) -> updates.add(Updates.set(field, value)));
    return Updates.combine(updates);
  }

  /**
   * Lets documents be adopted like those of the older system. What had begun is Failed, because
   * nobody knows which of its calls were made.
   */
  void release(List<StoredStatus> statuses) {
    Bson release =
        Updates.combine(
            Updates.unset(DocumentStatus.SEQ),
            Updates.unset(DocumentStatus.COPY),
            Updates.unset(DocumentStatus.COPY_SEQ));
    Bson fail = Updates.combine(Updates.set(STATUS, RequestStatus.FAILED.label()), release);
    update(
        statuses.stream()
            .map(
                status ->
                    new UpdateOneModel<Document>(
                        status.asFilter(), status.hasBegun() ? fail : release))
            .toList());
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
    Bson numbers = Filters.and(Filters.gt("org_id", 0), Filters.lt("org_id", MAX_ORGANIZATION_ID));
    return Math.max(
        orgId(documents.onPipelines(found -> found.find(numbers).sort(highest).first())),
        orgId(documents.onServiceRequests(found -> found.find(numbers).sort(highest).first())));
  }

  private static int orgId(@Nullable Document document) {
    return document == null ? 0 : document.get("org_id", Number.class).intValue();
  }
}
