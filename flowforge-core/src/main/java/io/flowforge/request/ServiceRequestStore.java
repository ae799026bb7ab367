package io.flowforge.request;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.error.InvalidException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.DocumentFields;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.NewestFirst;
import io.flowforge.mongo.ReadableDocuments;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code service_requests}. Its {@code status} and {@code last_updated} follow
 * PostgreSQL, up to the transition with the number {@code run_seq}.
 */
public class ServiceRequestStore {

  private static final String STATUS_SEQ = "run_seq";

  private static final Bson ORIGIN =
      Projections.include(
          "org_id", "user_id", "pipeline_id", "status", "created_on", "last_updated");

  private final Documents documents;
  private final ReadableDocuments readable = new ReadableDocuments("service_requests");

  public ServiceRequestStore(Documents documents) {
    this.documents = documents;
  }

  /** Adds a request; it exists from now on. */
  public void add(ServiceRequest request, long statusSeq) {
    Document document = documentOf(request).append(STATUS_SEQ, statusSeq);
    documents.onServiceRequests(requests -> requests.insertOne(document));
  }

  public Optional<ServiceRequest> find(String id) {
    return stored(id).map(Stored::request);
  }

  /**
   * A request as its document has it.
   *
   * @param isOlder whether no server that knows {@code request_run} has written its status
   */
  record Stored(ServiceRequest request, boolean isOlder) {}

  Optional<Stored> stored(String id) {
    return document(id)
        .flatMap(
            document ->
                requestOf(document)
                    .map(request -> new Stored(request, !document.containsKey(STATUS_SEQ))));
  }

  private Optional<Document> document(String id) {
    if (!BsonValues.isId(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        documents.onServiceRequests(
            requests -> requests.find(Filters.eq("_id", new ObjectId(id))).first()));
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

  /**
   * A request whose status no server that knows {@code request_run} has written.
   *
   * @param status in the words of the system that wrote it; empty if there is none
   */
  public record Older(
      String id, int orgId, String status, RequestOrigin origin, Instant lastUpdated) {}

  /**
   * A part of the older requests.
   *
   * @param requests those that can be read
   * @param unreadable how many others there are among them
   * @param next from where to go on, empty at the end
   */
  public record OlderBatch(List<Older> requests, int unreadable, Optional<String> next) {}

  /**
   * Returns older requests in the order of their ids.
   *
   * @param after the id after which to begin
   */
  public OlderBatch older(String after, int limit) {
    List<Document> found =
        onlyOrigins(
            Filters.and(Filters.exists(STATUS_SEQ, false), Filters.gt("_id", new ObjectId(after))),
            Sorts.ascending("_id"),
            limit);
    Optional<String> next =
        found.size() < limit
            ? Optional.empty()
            : Optional.of(found.getLast().getObjectId("_id").toHexString());
    List<Older> requests =
        found.stream()
            .flatMap(document -> readable.read(document, ServiceRequestStore::olderOf).stream())
            .toList();
    return new OlderBatch(requests, found.size() - requests.size(), next);
  }

  /** Returns the request if it is an older one. */
  public Optional<Older> olderOne(String id) {
    return onlyOrigins(
            Filters.and(Filters.eq("_id", new ObjectId(id)), Filters.exists(STATUS_SEQ, false)),
            null,
            1)
        .stream()
        .flatMap(document -> readable.read(document, ServiceRequestStore::olderOf).stream())
        .findFirst();
  }

  /** Counts the older requests, those that cannot be read included. */
  public long countOlder() {
    return documents.onServiceRequests(
        requests -> requests.countDocuments(Filters.exists(STATUS_SEQ, false)));
  }

  /** Returns the origins of those of the requests that have a document, by their ids. */
  public Map<String, RequestOrigin> origins(List<String> ids) {
    Map<String, RequestOrigin> origins = new HashMap<>();
    onlyOrigins(Filters.in("_id", ids.stream().map(ObjectId::new).toList()), null, ids.size())
        .stream()
        .flatMap(document -> readable.read(document, ServiceRequestStore::olderOf).stream())
        .forEach(request -> origins.put(request.id(), request.origin()));
    return origins;
  }

  /** Reads without form data and remarks, which may be large. */
  private List<Document> onlyOrigins(Bson filter, @Nullable Bson order, int limit) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(filter)
                .projection(ORIGIN)
                .sort(order)
                .limit(limit)
                .into(new ArrayList<>()));
  }

  private static Older olderOf(DocumentFields document) {
    Instant createdOn = document.date("created_on");
    return new Older(
        document.id(),
        document.integer("org_id"),
        document.text("status"),
        new RequestOrigin(document.text("user_id"), document.reference("pipeline_id"), createdOn),
        document.optionalDate("last_updated").orElse(createdOn));
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
            .mapPresent(this::requestOf),
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
            .flatMap(found -> readable.read(found, fields -> fields.date("created_on")))
            .map(Date::from)
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

  private Optional<ServiceRequest> requestOf(Document document) {
    return readable.read(document, ServiceRequestStore::requestOf);
  }

  private static ServiceRequest requestOf(DocumentFields document) {
    Instant createdOn = document.date("created_on");
    return new ServiceRequest(
        document.id(),
        document.text("user_id"),
        document.integer("org_id"),
        document.reference("pipeline_id"),
        document.text("pipeline_name"),
        document.integer("pipeline_version"),
        // What nobody knows cannot go on.
        RequestStatus.ofStored(document.text("status")).orElse(RequestStatus.FAILED),
        createdOn,
        document.optionalDate("last_updated").orElse(createdOn),
        document.text("remarks"),
        BsonValues.object(document.document().get("form_data")));
  }
}
