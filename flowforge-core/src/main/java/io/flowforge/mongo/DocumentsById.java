package io.flowforge.mongo;

import static java.util.stream.Collectors.toMap;

import com.mongodb.client.model.Filters;
import io.flowforge.batch.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The documents of given rows, in the order of the rows. They are looked up by their ids. */
public final class DocumentsById {

  /** A document can have almost a megabyte. The first page of a front end has ten. */
  private static final int BATCH = 10;

  private static final DocumentCodec CODEC = new DocumentCodec();

  private DocumentsById() {}

  /**
   * A row and its document.
   *
   * @param position from 0
   * @param raw null if there is no such document
   */
  public record Placed<T>(T row, int position, @Nullable RawBsonDocument raw) {

    /** Decodes the document, which then needs several times the memory. */
    public Optional<Document> document() {
      return Optional.ofNullable(raw).map(found -> found.decode(CODEC));
    }
  }

  /**
   * Returns the rows with their documents, which are read in batches.
   *
   * @param id returns the id of a row's document
   */
  public static <T> Batches<Placed<T>> of(
      NewestFirst.Access access, List<T> rows, Function<T, String> id) {
    return Batches.of(
        BATCH,
        (last, limit) -> {
          int from = last == null ? 0 : last.position() + 1;
          List<T> batch = rows.subList(from, Math.min(rows.size(), from + limit));
          Map<String, RawBsonDocument> found = found(access, batch.stream().map(id).toList());
          return IntStream.range(0, batch.size())
              .mapToObj(
                  i -> new Placed<>(batch.get(i), from + i, found.get(id.apply(batch.get(i)))))
              .toList();
        });
  }

  private static Map<String, RawBsonDocument> found(NewestFirst.Access access, List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return access
        .on(
            collection ->
                collection
                    .withDocumentClass(RawBsonDocument.class)
                    .find(Filters.in("_id", ids.stream().map(ObjectId::new).toList()))
                    .into(new ArrayList<>()))
        .stream()
        .collect(
            toMap(raw -> raw.getObjectId("_id").getValue().toHexString(), Function.identity()));
  }
}
