package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The index of {@code _id} that also serves filters with further conditions, which are compared
 * later.
 */
final class DocumentIdIndex extends Index<Object> {

  private final Index<Object> ids;

  /**
   * @param ids the library's index
   */
  DocumentIdIndex(Index<Object> ids, boolean isSparse) {
    super(ids.getName(), ids.getKeys(), isSparse);
    this.ids = ids;
  }

  @Override
  public boolean canHandle(Document query) {
    return idIn(query).filter(ids::canHandle).isPresent();
  }

  @Override
  public Iterable<Object> getPositions(Document query) {
    return ids.getPositions(idIn(query).orElseThrow());
  }

  private static Optional<Document> idIn(Document query) {
    return QueryConditions.of(query).on("_id");
  }

  @Override
  public @Nullable Object getPosition(Document document) {
    return ids.getPosition(document);
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Object> collection) {
    ids.checkAdd(document, collection);
  }

  @Override
  public void add(Document document, Object position, MongoCollection<Object> collection) {
    ids.add(document, position, collection);
  }

  @Override
  public @Nullable Object remove(Document document) {
    return ids.remove(document);
  }

  @Override
  public boolean isEmpty() {
    return ids.isEmpty();
  }

  @Override
  public long getCount() {
    return ids.getCount();
  }

  @Override
  public long getDataSize() {
    return ids.getDataSize();
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
    ids.checkUpdate(before, after, collection);
  }

  @Override
  public void updateInPlace(
      Document before, Document after, Object position, MongoCollection<Object> collection) {
    ids.updateInPlace(before, after, position, collection);
  }

  @Override
  public boolean isUnique() {
    return ids.isUnique();
  }

  @Override
  public void drop() {
    ids.drop();
  }
}
