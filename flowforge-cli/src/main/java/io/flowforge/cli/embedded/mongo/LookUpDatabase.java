package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * A database whose indexes serve the filters of this server. The library uses an index only for a
 * filter that has no other field, and has no indexes that are not unique, so that each guarded
 * update and each sweep reads all documents.
 */
final class LookUpDatabase extends H2Database {

  private static final String ID = "_id";

  LookUpDatabase(String name, MVStore store, CursorRegistry cursors) {
    super(name, store, cursors);
  }

  // The constructor of the library calls both methods, before this object has any field.

  @Override
  protected Index<Object> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean isSparse) {
    Index<Object> index = super.openOrCreateUniqueIndex(collection, name, keys, isSparse);
    return fields(keys).equals(List.of(ID)) ? new DocumentIdIndex(index, isSparse) : index;
  }

  @Override
  protected Index<Object> openOrCreateSecondaryIndex(
      String collection, String name, List<IndexKey> keys, boolean isSparse) {
    List<String> fields = fields(keys);
    if (fields.size() != 2) {
      return super.openOrCreateSecondaryIndex(collection, name, keys, isSparse);
    }
    RareDocuments rare =
        fields.getLast().equals(ID)
            ? RareDocuments.without(fields.getFirst())
            : RareDocuments.withDifferent(fields.getFirst(), fields.getLast());
    return new RareDocumentIndex(name, keys, rare, filter -> matching(collection, filter));
  }

  private Stream<Document> matching(String collection, Document filter) {
    MongoCollection<Object> found = resolveCollection(collection, true);
    return found.handleQueryAsStream(filter);
  }

  private static List<String> fields(List<IndexKey> keys) {
    return keys.stream().map(IndexKey::getKey).toList();
  }
}
