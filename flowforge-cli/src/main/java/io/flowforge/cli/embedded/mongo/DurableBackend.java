package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * Answers a write only when it is on disk, as MongoDB does with majority write concern. By itself
 * the store saves once a second, and a killed process loses that second.
 */
final class DurableBackend extends H2Backend {

  /** What certainly changes nothing; anything else counts as a write. */
  private static final Set<String> READS =
      Set.of("find", "count", "distinct", "getMore", "hello", "isMaster", "ismaster", "ping");

  /*
   * Each save begins a new part of the file, where a document or two may be all that stays in use.
   * Moving them together now and then keeps the file at a quarter; it takes some 50 ms.
   */
  private static final int WRITES_BETWEEN_TIDYING = 500;
  private static final int PERCENT_IN_USE = 60;
  private static final int BYTES_TO_REWRITE = 8 * 1024 * 1024;

  private final MVStore store;
  private final Object writing = new Object();
  private final Object saving = new Object();

  /** The writes so far; guarded by {@link #writing}. */
  private long writes;

  /** How many of them are on disk; guarded by {@link #saving}. */
  private long saved;

  DurableBackend(MVStore store) {
    super(store);
    this.store = store;
    // A freed part of the file can be used again as soon as what replaced it is on disk.
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    if (READS.contains(message.getDocument().keySet().iterator().next())) {
      return super.handleMessage(message);
    }
    Document answer;
    long number;
    // One at a time: a document and its index are two maps, and what is saved must hold both or
    // none.
    synchronized (writing) {
      answer = super.handleMessage(message);
      number = ++writes;
    }
    save(number);
    return answer;
  }

  /** Whoever comes first saves for all who wait behind: one trip to the disk serves many writes. */
  private void save(long number) {
    synchronized (saving) {
      if (saved >= number) {
        return;
      }
      long all;
      synchronized (writing) {
        all = writes;
        store.commit();
        if (all / WRITES_BETWEEN_TIDYING > saved / WRITES_BETWEEN_TIDYING) {
          store.compact(PERCENT_IN_USE, BYTES_TO_REWRITE);
        }
      }
      store.sync();
      store.getFileStore().dropUnusedChunks();
      saved = all;
    }
  }
}
