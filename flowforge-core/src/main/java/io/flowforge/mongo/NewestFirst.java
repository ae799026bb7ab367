package io.flowforge.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.flowforge.batch.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Lists of documents, newest first. Documents of the same millisecond are sorted by id, so that
 * pages are stable; documents without a time are the oldest.
 */
public final class NewestFirst {

  private static final String CREATED_ON = "created_on";

  /** A document can have almost a megabyte. The first page of a front end has ten. */
  private static final int BATCH = 10;

  private static final DocumentCodec CODEC = new DocumentCodec();

  private NewestFirst() {}

  /** The way to a collection, such as {@link Documents#onPipelines}. */
  @FunctionalInterface
  public interface Access {
    List<RawBsonDocument> on(Function<MongoCollection<Document>, List<RawBsonDocument>> work);
  }

  /**
   * Returns the documents that match the filter. Of a batch, only one document at a time is
   * decoded, because it then needs several times the memory.
   */
  public static Batches<Document> list(Access access, Bson filter) {
    return Batches.<RawBsonDocument>of(
            BATCH,
            (last, limit) ->
                access.on(
                    collection ->
                        collection
                            .withDocumentClass(RawBsonDocument.class)
                            .find(last == null ? filter : Filters.and(filter, behind(last)))
                            .sort(Sorts.descending(CREATED_ON, "_id"))
                            .limit(limit)
                            .into(new ArrayList<>())))
        .map(raw -> raw.decode(CODEC));
  }

  /** Returns a filter for the documents that come after the given one. */
  private static Bson behind(RawBsonDocument last) {
    @Nullable BsonValue createdOn = last.get(CREATED_ON);
    Bson isOlderById = Filters.lt("_id", last.get("_id"));
    Bson hasNoTime = Filters.eq(CREATED_ON, null);
    if (createdOn == null || createdOn.isNull()) {
      return Filters.and(hasNoTime, isOlderById);
    }
    return Filters.or(
        Filters.lt(CREATED_ON, createdOn),
        Filters.and(Filters.eq(CREATED_ON, createdOn), isOlderById),
        hasNoTime);
  }
}
