package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import org.h2.mvstore.MVStore;

/**
 * A backend that looks documents up where the library's reads all of them: see {@link
 * LookUpDatabase}.
 */
class LookUpBackend extends H2Backend {

  LookUpBackend(MVStore store) {
    super(store);
  }

  /** Called by the library's constructor for what is in the store already. */
  @Override
  protected final MongoDatabase openOrCreateDatabase(String name) {
    return new LookUpDatabase(name, getMvStore(), getCursorRegistry());
  }
}
