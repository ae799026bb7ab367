package io.flowforge.request;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.error.InvalidException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.NewestFirst;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The collection {@code service_requests}. Its {@code status} and {@code last_updated} follow
 * PostgreSQL, up to the transition with the number {@code run_seq}.
 */
public class ServiceRequestStore {

  private static final String STATUS_SEQ = "run_seq";

  private final Documents documents;

  public ServiceRequestStore(Documents documents) {
    this.documents = documents;
  }

  /** Adds a request; it exists from now on. */
  public void add(ServiceRequest request, long statusSeq) {
    Document document = documentOf(request).append(STATUS_SEQ, statusSeq);
    documents.onServiceRequests(requests -> requests.insertOne(document));
  }

  public Optional<ServiceRequest> find(String id) {
    if (!BsonValues.isId(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            documents.onServiceRequests(
                requests -> requests.find(Filters.eq("_id", new ObjectId(id))).first()))
        .map(ServiceRequestStore::requestOf);
  }

  /** Counts the requests of the pipeline that have not ended. */
  public long countOpenOf(String pipelineId) {
    List<String> open =
        Stream.of(RequestStatus.values())
            .filter(status -> !status.isEnd())
            .map(RequestStatus::label)
            .toList();
    return documents.onServiceRequests(
        requests ->
            requests.countDocuments(
                Filters.and(Filters.eq("pipeline_id", pipelineId), Filters.in("status", open))));
  }

  /** Returns requests of a deployment that had no {@code request_run}. */
  List<ServiceRequest> withoutExecutionState(int limit) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(Filters.exists(STATUS_SEQ, false))
                .limit(limit)
                .map(ServiceRequestStore::requestOf)
                .into(new ArrayList<>()));
  }

  RequestPage page(RequestQuery query) {
    return page(query, Filters.eq("org_id", query.orgId()));
  }

  RequestPage pageOf(String userId, RequestQuery query) {
    return page(
        query, Filters.and(Filters.eq("org_id", query.orgId()), Filters.eq("user_id", userId)));
  }

  /** Writes the status, unless the document has a newer one. */
  public void project(ExecutionState state) {
    documents.onServiceRequests(requests -> requests.updateOne(olderThan(state), statusOf(state)));
  }

  /** Writes the statuses of several requests in one call, each as {@link #project} does. */
  public void projectAll(List<ExecutionState> states) {
    List<UpdateOneModel<Document>> updates =
        states.stream()
            .map(state -> new UpdateOneModel<Document>(olderThan(state), statusOf(state)))
            .toList();
    documents.onServiceRequests(
        requests -> requests.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
  }

  private static Bson olderThan(ExecutionState state) {
    return Filters.and(
        Filters.eq("_id", new ObjectId(state.requestId())),
        Filters.or(Filters.lt(STATUS_SEQ, state.statusSeq()), Filters.exists(STATUS_SEQ, false)));
  }

  private static Bson statusOf(ExecutionState state) {
    return Updates.combine(
        Updates.set("status", state.status().label()),
        Updates.set("last_updated", Date.from(state.updatedAt())),
        Updates.set(STATUS_SEQ, state.statusSeq()));
  }

  /**
   * Changes the contents of a request, unless its document has a newer status.
   *
   * @return whether it was written
   */
  boolean change(ExecutionState state, RequestChange change, Instant now) {
    List<Bson> updates = new ArrayList<>();
    updates.add(Updates.set("last_updated", Date.from(now)));
    if (change.formData() != null) {
      updates.add(Updates.set("form_data", BsonValues.document(change.formData())));
    }
    if (change.remarks() != null) {
      updates.add(Updates.set("remarks", change.remarks()));
    }
    return documents.onServiceRequests(
            requests ->
                requests
                    .updateOne(
                        Filters.and(
                            Filters.eq("_id", new ObjectId(state.requestId())),
                            // A write that timed out and arrives after the start has no effect.
                            Filters.eq(STATUS_SEQ, state.statusSeq())),
                        Updates.combine(updates))
                    .getMatchedCount())
        == 1;
  }

  private RequestPage page(RequestQuery query, Bson owned) {
    List<String> statuses = query.statuses().stream().map(RequestStatus::label).toList();
    Bson filter = statuses.isEmpty() ? owned : Filters.and(owned, Filters.in("status", statuses));
    Bson listed = query.before() == null ? filter : after(query.before(), owned, filter);
    long totalCount = documents.onServiceRequests(requests -> requests.countDocuments(filter));
    return new RequestPage(
        NewestFirst.list(documents::onServiceRequests, listed, query.skip(), query.pageSize())
            .map(ServiceRequestStore::requestOf),
        totalCount);
  }

  /**
   * Returns a filter for the requests that come after a given one in the list. Unlike a page
   * number, it still fits when requests are added, or leave the list because their status changes.
   */
  private Bson after(String id, Bson owned, Bson filter) {
    Date createdOn =
        Optional.ofNullable(BsonValues.isId(id) ? new ObjectId(id) : null)
            .map(
                known ->
                    documents.onServiceRequests(
                        requests ->
                            requests.find(Filters.and(owned, Filters.eq("_id", known))).first()))
            .map(ServiceRequestStore::createdOn)
            .orElseThrow(
                () -> new InvalidException("before must be the id of a request of this list"));
    return Filters.and(
        filter,
        Filters.or(
            Filters.lt("created_on", createdOn),
            Filters.and(Filters.eq("created_on", createdOn), Filters.lt("_id", new ObjectId(id)))));
  }

  private static Document documentOf(ServiceRequest request) {
    return new Document("_id", new ObjectId(request.id()))
        .append("user_id", request.userId())
        .append("org_id", request.orgId())
        .append("pipeline_id", request.pipelineId())
        .append("pipeline_name", request.pipelineName())
        .append("pipeline_version", request.pipelineVersion())
        .append("status", request.status().label())
        .append("created_on", Date.from(request.createdOn()))
        .append("last_updated", Date.from(request.lastUpdated()))
        .append("remarks", request.remarks())
        .append("form_data", BsonValues.document(request.formData()));
  }

  private static ServiceRequest requestOf(Document document) {
    Date createdOn = createdOn(document);
    return new ServiceRequest(
        document.getObjectId("_id").toHexString(),
        document.get("user_id", ""),
        number(document, "org_id"),
        document.get("pipeline_id", ""),
        document.get("pipeline_name", ""),
        number(document, "pipeline_version"),
        RequestStatus.of(document.get("status", "")).orElse(RequestStatus.NOT_STARTED),
        createdOn.toInstant(),
        document.get("last_updated", createdOn).toInstant(),
        document.get("remarks", ""),
        BsonValues.object(document.get("form_data")));
  }

  private static Date createdOn(Document document) {
    return document.get("created_on", document.getObjectId("_id").getDate());
  }

  private static int number(Document document, String field) {
    return document.get(field) instanceof Number number ? number.intValue() : 0;
  }
}
