package io.flowforge.cli.embedded.mongo;

import static java.util.Objects.requireNonNull;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The index of some rare documents, in memory. The first query that it serves reads all documents
 * once. The library calls it while it holds the lock of the collection.
 */
final class RareDocumentIndex extends Index<Object> {

  private final RareDocuments rare;
  private final Function<Document, Stream<Document>> matching;

  /** The ids of the rare documents. What is written before it is filled is in it, too. */
  private final Set<Object> ids = ConcurrentHashMap.newKeySet();

  private State state = State.UNKNOWN;

  private enum State {
    UNKNOWN,
    READING,
    KNOWN
  }

  /**
   * @param matching returns the documents that a filter finds
   */
  RareDocumentIndex(
      String name,
      List<IndexKey> keys,
      RareDocuments rare,
      Function<Document, Stream<Document>> matching) {
    // Sparse: it has no position for most documents.
    super(name, keys, true);
    this.rare = rare;
    this.matching = matching;
  }

  @Override
  public boolean canHandle(Document query) {
    return state != State.READING && rare.suffices().test(QueryConditions.of(query));
  }

  @Override
  public Iterable<Object> getPositions(Document query) {
    if (state == State.UNKNOWN) {
      state = State.READING;
      try (Stream<Document> found = matching.apply(rare.filter())) {
        found.map(RareDocumentIndex::idOf).forEach(ids::add);
        state = State.KNOWN;
      } finally {
        state = state == State.READING ? State.UNKNOWN : state;
      }
    }
    return List.copyOf(ids);
  }

  @Override
  public void add(Document document, Object position, MongoCollection<Object> collection) {
    if (rare.contains().test(document)) {
      ids.add(idOf(document));
    }
  }

  @Override
  public void updateInPlace(
      Document before, Document after, Object position, MongoCollection<Object> collection) {
    if (rare.contains().test(after)) {
      ids.add(idOf(after));
    } else {
      ids.remove(idOf(after));
    }
  }

  @Override
  public @Nullable Object remove(Document document) {
    ids.remove(idOf(document));
    return null;
  }

  /** The store keeps a document under its id. */
  private static Object idOf(Document document) {
    return requireNonNull(document.get("_id"), "_id");
  }

  @Override
  public @Nullable Object getPosition(Document document) {
    return null;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Object> collection) {
    // All documents are allowed.
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
    // All documents are allowed.
  }

  /** Otherwise the library would read all documents whenever it opens the store. */
  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public long getCount() {
    return ids.size();
  }

  @Override
  public long getDataSize() {
    return ids.size();
  }

  @Override
  public void drop() {
    ids.clear();
  }
}
