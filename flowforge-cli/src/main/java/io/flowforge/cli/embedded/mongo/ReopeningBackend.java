package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A backend that survives a full disk. H2 closes its store for good when a write fails; this
 * backend opens it again for the next command, with everything that was acknowledged. While the
 * disk is full, reads work and writes fail with MongoDB's own error code.
 */
final class ReopeningBackend {

  private static final Logger LOG = System.getLogger(ReopeningBackend.class.getName());

  /** MongoDB's OutOfDiskSpace. */
  private static final int OUT_OF_DISK_SPACE = 14031;

  private final Supplier<MVStore> opening;
  private DurableBackend current;
  private boolean isClosed;

  private ReopeningBackend(Supplier<MVStore> opening) {
    this.opening = opening;
    current = new DurableBackend(opening.get());
  }

  /**
   * Opens the store.
   *
   * @throws MVStoreException if that fails
   */
  static MongoBackend of(Supplier<MVStore> opening) {
    var backend = new ReopeningBackend(opening);
    return (MongoBackend)
        Proxy.newProxyInstance(
            MongoBackend.class.getClassLoader(),
            new Class<?>[] {MongoBackend.class},
            (_, method, arguments) -> backend.call(method, arguments));
  }

  private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      close();
      return null;
    }
    DurableBackend backend = open();
    try {
      Object result = method.invoke(backend, arguments);
      if (!backend.isBroken()) {
        return result;
      }
    } catch (InvocationTargetException e) {
      if (!backend.isBroken()) {
        throw e.getTargetException();
      }
      LOG.log(
          Level.WARNING,
          LogEvent.of("documents_not_written").with("reason", e.getTargetException()));
    }
    throw unavailable();
  }

  private synchronized DurableBackend open() {
    if (current.isBroken() && !isClosed) {
      try {
        current = new DurableBackend(opening.get());
      } catch (MVStoreException e) {
        LOG.log(Level.WARNING, LogEvent.of("documents_not_opened").with("reason", e));
        throw unavailable();
      }
    }
    return current;
  }

  private synchronized void close() {
    isClosed = true;
    current.close();
  }

  private static MongoServerError unavailable() {
    return new MongoServerError(
        OUT_OF_DISK_SPACE,
        "OutOfDiskSpace",
        "the documents cannot be written; free disk space, then retry");
  }
}
