package io.flowforge.request.document;

import com.mongodb.client.model.Filters;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Filters by the status of documents, and by who wrote it. */
public final class StatusOfDocument {

  private StatusOfDocument() {}

  /** Finds the document of the state, if this server wrote its status and it is an older one. */
  public static Bson olderThan(ExecutionState state) {
    List<Bson> written = new ArrayList<>();
    written.add(Filters.exists(DocumentStatus.COPY, false));
    labels()
        .forEach(
            label ->
                written.add(
                    Filters.and(
                        Filters.eq("status", label), Filters.eq(DocumentStatus.COPY, label))));
    return and(
        state.requestId(), Filters.lt(DocumentStatus.SEQ, state.statusSeq()), Filters.or(written));
  }

  /** Finds the document with that id, unless somebody has written its status since. */
  public static Bson unchanged(String id, DocumentStatus status) {
    return and(
        id,
        Filters.eq("status", status.stored()),
        status.isOlder()
            ? Filters.exists(DocumentStatus.SEQ, false)
            : Filters.eq(DocumentStatus.SEQ, status.seq()));
  }

  /** Puts the id at the top, where every document store looks it up. */
  private static Bson and(String id, Bson... conditions) {
    BsonDocument all = new BsonDocument("_id", new BsonObjectId(new ObjectId(id)));
    for (Bson condition : conditions) {
      all.putAll(condition.toBsonDocument());
    }
    return all;
  }

  /** Finds documents whose status another program wrote after this server had. */
  public static Bson writtenElsewhere() {
    // One range of the index for each status, and nothing that this server wrote.
    return Filters.or(
        labels()
            .<Bson>map(
                label ->
                    Filters.and(
                        Filters.eq(DocumentStatus.COPY, label), Filters.ne("status", label)))
            .toList());
  }

  private static Stream<String> labels() {
    return Stream.of(RequestStatus.values()).map(RequestStatus::label);
  }
}
