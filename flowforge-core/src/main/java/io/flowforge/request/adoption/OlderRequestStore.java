package io.flowforge.request.adoption;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.flowforge.mongo.Documents;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.ServiceRequestStore.Stored;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.document.StatusOfDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The documents of requests whose status another program has written. */
public final class OlderRequestStore {

  /** The id before all others. */
  static final String BEGINNING = "0".repeat(24);

  /** The id after all others. */
  static final String END = "f".repeat(24);

  private static final Bson IS_OLDER = Filters.exists(DocumentStatus.SEQ, false);

  private final Documents documents;
  private final ServiceRequestStore requests;

  public OlderRequestStore(Documents documents, ServiceRequestStore requests) {
    this.documents = documents;
    this.requests = requests;
  }

  /**
   * Some of the requests, in the order in which they were asked for.
   *
   * @param heads those that can be read
   * @param unreadable the ids of the others
   * @param next from where to go on, empty at the end
   */
  record HeadBatch(List<DocumentHead> heads, List<String> unreadable, Optional<String> next) {}

  /**
   * Returns requests whose status no server that knows {@code request_run} has written.
   *
   * @param after the id after which to begin
   */
  HeadBatch older(String after, int limit) {
    return batch(IS_OLDER, after, limit);
  }

  /**
   * Returns requests like {@link #older}, but the newest ones first, which people look for.
   *
   * @param before the id before which to begin
   */
  HeadBatch newestOlder(String before, int limit) {
    Bson filter = Filters.and(IS_OLDER, Filters.lt("_id", new ObjectId(before)));
    return read(filter, Sorts.descending("_id"), limit);
  }

  /** Returns requests whose status another program has written after this server had. */
  HeadBatch writtenElsewhere(String after, int limit) {
    return batch(StatusOfDocument.writtenElsewhere(), after, limit);
  }

  /** Returns those of the requests that can be read. */
  List<DocumentHead> heads(List<String> ids) {
    Bson filter = Filters.in("_id", ids.stream().map(ObjectId::new).toList());
    return read(filter, Sorts.ascending("_id"), ids.size()).heads();
  }

  /** Counts the older requests, those that cannot be read included. */
  public long countOlder() {
    return documents.onServiceRequests(found -> found.countDocuments(IS_OLDER));
  }

  /** Returns requests whose status an earlier version of this server wrote, without a copy. */
  HeadBatch withoutCopy(String after, int limit) {
    return batch(
        Filters.and(Filters.eq(DocumentStatus.COPY, null), Filters.exists(DocumentStatus.SEQ)),
        after,
        limit);
  }

  /** Adds the copy to statuses that an earlier version of this server wrote. */
  void addCopies(List<DocumentHead> requests) {
    List<UpdateOneModel<Document>> updates =
        requests.stream()
            .map(
                request ->
                    new UpdateOneModel<Document>(
                        StatusOfDocument.unchanged(request.id(), request.status()),
                        Updates.combine(
                            Updates.set(DocumentStatus.COPY, request.status().stored()),
                            Updates.set(DocumentStatus.COPY_SEQ, request.status().seq()))))
            .toList();
    if (!updates.isEmpty()) {
      documents.onServiceRequests(
          found -> found.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
    }
  }

  private HeadBatch batch(Bson filter, String after, int limit) {
    return read(
        Filters.and(filter, Filters.gt("_id", new ObjectId(after))),
        Sorts.ascending("_id"),
        limit);
  }

  /** Keeps only the heads: documents may be large. */
  private HeadBatch read(Bson filter, Bson order, int limit) {
    List<DocumentHead> heads = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    List<String> ids =
        documents.onServiceRequests(
            found ->
                found
                    .find(filter)
                    .sort(order)
                    .limit(limit)
                    .map(document -> add(document, heads, unreadable))
                    .into(new ArrayList<>()));
    return new HeadBatch(
        heads, unreadable, ids.size() < limit ? Optional.empty() : Optional.of(ids.getLast()));
  }

  private String add(Document document, List<DocumentHead> heads, List<String> unreadable) {
    String id = document.getObjectId("_id").toHexString();
    Optional<DocumentHead> head = requests.read(document).map(Stored::head);
    head.ifPresentOrElse(heads::add, () -> unreadable.add(id));
    return id;
  }
}
