package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.UnavailableException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A document store in this process that speaks MongoDB's wire protocol on loopback. An acknowledged
 * write is on disk. Everybody on this machine can connect to it.
 */
public final class LocalMongo implements AutoCloseable {

  private static final int ACCEPTOR_THREADS = 1;

  /** More than the number of processors, because a thread waits for the disk at each write. */
  private static final int WORKER_THREADS = 8;

  private final @Nullable DirectoryLock lock;
  private final MongoServer server;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalMongo(@Nullable DirectoryLock lock, MongoServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a store.
   *
   * @param directory the folder for the data, which belongs to this store only; null keeps the data
   *     in memory
   * @throws io.flowforge.error.ConflictException if the folder or the port is in use
   */
  public static LocalMongo open(@Nullable Path directory, LoopbackPort port) {
    port.requireFree();
    if (directory == null) {
      return serve(null, new LookUpBackend(MVStore.open(null)), port);
    }
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      return serve(lock, backendIn(directory), port);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the connection string. */
  public String uri() {
    return "mongodb://" + LoopbackPort.HOST + ":" + port;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // An interrupted thread that uses a file channel closes it, before the last pages are written.
    boolean interrupted = Thread.interrupted();
    try {
      server.shutdownNow();
    } finally {
      if (lock != null) {
        lock.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static LocalMongo serve(
      @Nullable DirectoryLock lock, MongoBackend backend, LoopbackPort port) {
    var server = new MongoServer(backend);
    try {
      server.bind(
          new InetSocketAddress(LoopbackPort.loopback(), port.number()),
          ACCEPTOR_THREADS,
          WORKER_THREADS);
    } catch (RuntimeException e) {
      // The server has closed the backend.
      port.requireFree();
      throw e;
    }
    return new LocalMongo(lock, server, server.getLocalAddress().getPort());
  }

  private static MongoBackend backendIn(Path directory) {
    Path file = directory.resolve("documents.mv");
    try {
      // The backend saves at each write.
      return ReopeningBackend.of(
          () -> new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open());
    } catch (MVStoreException e) {
      throw new UnavailableException("cannot open the documents in " + file + ": " + e, e);
    }
  }
}
