package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A backend that acknowledges a write only when it is on disk, as MongoDB does with write concern
 * majority. By default the store saves once a second, and a killed process loses that second.
 */
final class DurableBackend extends LookUpBackend {

  /** The commands that change nothing; every other one counts as a write. */
  private static final Set<String> READS =
      Set.of("find", "count", "distinct", "getMore", "hello", "isMaster", "ismaster", "ping");

  /*
   * Each save starts a new chunk of the file, of which only a document or two may remain in use.
   * Compacting now and then keeps the file at a quarter of its size. All writes wait meanwhile, so
   * little is moved at a time.
   */
  private static final int WRITES_BETWEEN_COMPACTIONS = 125;
  private static final int TARGET_FILL_PERCENT = 60;
  private static final int MAX_BYTES_TO_MOVE = 2 * 1024 * 1024;

  private final MVStore store;
  private final Object writing = new Object();
  private final Object saving = new Object();

  /** The number of writes so far; guarded by {@link #writing}. */
  private long writes;

  /** The number of writes on disk; guarded by {@link #saving}. */
  private long saved;

  DurableBackend(MVStore store) {
    super(store);
    this.store = store;
    // A free chunk can be reused as soon as its replacement is on disk.
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
  }

  /** Returns whether H2 has closed the store, as it does when it cannot write. */
  boolean isBroken() {
    return store.isClosed();
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    if (READS.contains(message.getDocument().keySet().iterator().next())) {
      return super.handleMessage(message);
    }
    Document response;
    long number;
    // One at a time: a document and its index are two maps, and a save must contain both or none.
    synchronized (writing) {
      response = super.handleMessage(message);
      number = ++writes;
    }
    save(number);
    return response;
  }

  /** Saves all writes so far: the first waiting thread saves for those behind it as well. */
  private void save(long number) {
    synchronized (saving) {
      if (saved >= number) {
        return;
      }
      long all;
      synchronized (writing) {
        all = writes;
        store.commit();
        if (all / WRITES_BETWEEN_COMPACTIONS > saved / WRITES_BETWEEN_COMPACTIONS) {
          store.compact(TARGET_FILL_PERCENT, MAX_BYTES_TO_MOVE);
        }
      }
      store.sync();
      store.getFileStore().dropUnusedChunks();
      saved = all;
    }
  }
}
