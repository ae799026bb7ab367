package io.flowforge.request;

import static java.util.stream.Collectors.toSet;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.batch.Batches;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.DocumentFields;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.DocumentsById;
import io.flowforge.mongo.ReadableDocuments;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.document.StatusOfDocument;
import io.flowforge.request.list.ListedRequest;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The collection {@code service_requests}. Its {@code status} and {@code last_updated} follow
 * PostgreSQL, up to the transition with the number {@code run_seq}.
 */
public class ServiceRequestStore {

  private static final String STATUS_SEQ = DocumentStatus.SEQ;

  private final Documents documents;
  private final ReadableDocuments readable = new ReadableDocuments("service_requests");

  public ServiceRequestStore(Documents documents) {
    this.documents = documents;
  }

  /** Adds a request, unless it is there; it exists from now on. */
  public void add(ServiceRequest request, long statusSeq) {
    Document document = documentOf(request);
    document.putAll(DocumentStatus.fields(request.status().label(), statusSeq));
    boolean _ =
        documents.onServiceRequests(
            requests -> {
              try {
                return requests.insertOne(document).wasAcknowledged();
              } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                  return false;
                }
                throw e;
              }
            });
  }

  public Optional<ServiceRequest> find(String id) {
    return stored(id).map(Stored::request);
  }

  /** A request, and who wrote the status of its document. */
  public record Stored(ServiceRequest request, DocumentStatus status) {

    /** Returns what adoption needs to know of the request. */
    public DocumentHead head() {
      return new DocumentHead(
          request.id(),
          request.orgId(),
          status,
          new RequestOrigin(request.userId(), request.pipelineId(), request.createdOn()),
          request.lastUpdated());
    }
  }

  /** Finds a request whose document can be read. */
  public Optional<Stored> stored(String id) {
    return document(id).flatMap(this::read);
  }

  /** Reads a document; one that cannot be read is reported once. */
  public Optional<Stored> read(Document document) {
    return readable.read(
        document, fields -> new Stored(requestOf(fields), DocumentStatus.of(fields)));
  }

  /** Returns whether there is a document, even if it cannot be read. */
  boolean exists(String id) {
    return document(id).isPresent();
  }

  private Optional<Document> document(String id) {
    if (!BsonValues.isId(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        documents.onServiceRequests(
            requests -> requests.find(Filters.eq("_id", new ObjectId(id))).first()));
  }

  /** Returns the origins of those of the requests that have a document, by their ids. */
  public Map<String, RequestOrigin> origins(List<String> ids) {
    Map<String, RequestOrigin> origins = new HashMap<>();
    for (Document document : fieldsOf(ids, "user_id", "pipeline_id", "created_on")) {
      readable
          .read(document, ServiceRequestStore::originOf)
          .ifPresent(origin -> origins.put(document.getObjectId("_id").toHexString(), origin));
    }
    return origins;
  }

  /** Returns the statuses of those of the requests that have a readable one, by their ids. */
  public Map<String, DocumentStatus> statuses(List<String> ids) {
    Map<String, DocumentStatus> statuses = new HashMap<>();
    for (Document document :
        fieldsOf(ids, "status", STATUS_SEQ, DocumentStatus.COPY, DocumentStatus.COPY_SEQ)) {
      readable
          .read(document, DocumentStatus::of)
          .ifPresent(status -> statuses.put(document.getObjectId("_id").toHexString(), status));
    }
    return statuses;
  }

  /** Reads without form data and remarks, which may be large. */
  private List<Document> fieldsOf(List<String> ids, String... fields) {
    return documents.onServiceRequests(
        requests ->
            requests
                .find(Filters.in("_id", ids.stream().map(ObjectId::new).toList()))
                .projection(Projections.include(fields))
                .into(new ArrayList<>()));
  }

  /** Returns those of the requests that have a document, even if it cannot be read. */
  public Set<String> present(List<String> ids) {
    return fieldsOf(ids, "_id").stream()
        .map(document -> document.getObjectId("_id").toHexString())
        .collect(toSet());
  }

  /**
   * Returns the requests of a page, in its order, with the statuses that PostgreSQL knows. Leaves
   * out those whose documents are gone or cannot be read.
   */
  Batches<ServiceRequest> inOrder(List<ListedRequest> page) {
    return DocumentsById.of(documents::onServiceRequests, page, ListedRequest::id)
        .mapPresent(
            found ->
                found
                    .document()
                    .flatMap(this::read)
                    .map(
                        stored ->
                            stored
                                .request()
                                .as(
                                    found.row().status(),
                                    found.row().updatedAt(),
                                    found.row().pinned())));
  }

  private static RequestOrigin originOf(DocumentFields document) {
    return new RequestOrigin(
        document.storableText("user_id"),
        document.reference("pipeline_id"),
        document.date("created_on"));
  }

  /**
   * Writes the status, unless the document has a newer one, or one that another program wrote.
   *
   * @return whether it was written
   */
  public boolean project(ExecutionState state) {
    return documents
            .onServiceRequests(
                requests -> requests.updateOne(StatusOfDocument.olderThan(state), statusOf(state)))
            .getMatchedCount()
        == 1;
  }

  /**
   * Writes the statuses of several requests in one call, each as {@link #project} does.
   *
   * @return whether all were written
   */
  public boolean projectAll(List<ExecutionState> states) {
    return writeAll(
        states.stream()
            .map(
                state ->
                    new UpdateOneModel<Document>(
                        StatusOfDocument.olderThan(state), statusOf(state)))
            .toList());
  }

  /** A state, and the status of the document that it replaces. */
  public record StatusReplacement(ExecutionState state, DocumentStatus status) {}

  /**
   * Writes statuses in place of others, unless somebody has written these since.
   *
   * @return whether all were written
   */
  public boolean replaceAll(List<StatusReplacement> replacements) {
    return writeAll(
        replacements.stream()
            .map(
                one ->
                    new UpdateOneModel<Document>(
                        StatusOfDocument.unchanged(one.state().requestId(), one.status()),
                        statusOf(one.state())))
            .toList());
  }

  private boolean writeAll(List<UpdateOneModel<Document>> updates) {
    return documents
            .onServiceRequests(
                requests -> requests.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
            .getMatchedCount()
        == updates.size();
  }

  private static Bson statusOf(ExecutionState state) {
    List<Bson> updates = new ArrayList<>();
    updates.add(Updates.set("last_updated", Date.from(state.updatedAt())));
    DocumentStatus.fields(state.status().label(), state.statusSeq())
        .forEach((field, value) -> updates.add(Updates.set(field, value)));
    PinnedPipeline pinned = state.pinned();
    if (pinned != null) {
      updates.add(Updates.set("pipeline_id", pinned.id()));
      updates.add(Updates.set("pipeline_version", pinned.version()));
      updates.add(Updates.set("pipeline_name", pinned.name()));
    }
    return Updates.combine(updates);
  }

  /**
   * Changes the contents of a request, unless its document has got another status.
   *
   * @param stored the status that the document had when it was read
   * @return whether it was written
   */
  boolean change(ExecutionState state, DocumentStatus stored, RequestChange change, Instant now) {
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
                        // A write that timed out and arrives after the start has no effect.
                        StatusOfDocument.unchanged(state.requestId(), stored),
                        Updates.combine(updates))
                    .getMatchedCount())
        == 1;
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

  private static ServiceRequest requestOf(DocumentFields document) {
    Instant createdOn = document.date("created_on");
    return new ServiceRequest(
        document.id(),
        document.storableText("user_id"),
        document.integer("org_id"),
        document.reference("pipeline_id"),
        document.text("pipeline_name"),
        document.integer("pipeline_version"),
        // What nobody knows cannot go on.
        RequestStatus.ofStored(document.text("status")).orElse(RequestStatus.FAILED),
        createdOn,
        document.optionalDate("last_updated").orElse(createdOn),
        document.text("remarks"),
        BsonValues.object(document.fields("form_data").document()));
  }
}
