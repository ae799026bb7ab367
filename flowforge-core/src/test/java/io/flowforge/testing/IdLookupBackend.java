package io.flowforge.testing;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;

/**
 * A document store in memory that looks documents up by {@code _id}, as MongoDB does, also where a
 * filter has further conditions. The library uses an index only for a filter that has no other
 * field, so that each guarded update reads all documents.
 */
final class IdLookupBackend extends MemoryBackend {

  private static final String ID = "_id";

  /**
   * The library changes stored documents in place and returns the stored objects themselves, which
   * are encoded later. MongoDB never shows a document in the middle of a write.
   */
  @Override
  public synchronized Document handleMessage(MongoMessage message) {
    return super.handleMessage(message).cloneDeeply();
  }

  @Override
  public MemoryDatabase openOrCreateDatabase(String name) {
    return new IdLookupDatabase(name, getCursorRegistry());
  }

  private static final class IdLookupDatabase extends MemoryDatabase {

    IdLookupDatabase(String name, CursorRegistry cursors) {
      super(name, cursors);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
        String collection, String name, List<IndexKey> keys, boolean isSparse) {
      return keys.stream().map(IndexKey::getKey).toList().equals(List.of(ID))
          ? new IdIndex(name, keys, isSparse)
          : super.openOrCreateUniqueIndex(collection, name, keys, isSparse);
    }
  }

  /** Finds the positions of the documents with an id; their other fields are compared later. */
  private static final class IdIndex extends MemoryUniqueIndex {

    IdIndex(String name, List<IndexKey> keys, boolean isSparse) {
      super(name, keys, isSparse);
    }

    @Override
    public synchronized boolean canHandle(Document query) {
      return query.containsKey(ID) && super.canHandle(idOf(query));
    }

    @Override
    public synchronized Iterable<Integer> getPositions(Document query) {
      return super.getPositions(idOf(query));
    }

    private static Document idOf(Document query) {
      return new Document(ID, query.get(ID));
    }
  }
}
