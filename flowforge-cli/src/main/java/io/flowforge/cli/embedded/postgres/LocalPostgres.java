package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real PostgreSQL on loopback, without installation. It runs as a separate process that outlives
 * this one if this one is killed; the next start in its folder stops it first. Everybody on this
 * machine can connect to it.
 */
public final class LocalPostgres implements AutoCloseable {

  static final String USER = "postgres";
  private static final String DATABASE = "flowforge";

  private final DirectoryLock lock;
  private final PostgresInstance instance;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalPostgres(DirectoryLock lock, PostgresInstance instance, int port) {
    this.lock = lock;
    this.instance = instance;
    this.port = port;
  }

  /**
   * Starts the server; the first start in a folder creates an empty database.
   *
   * @param directory the folder for data and log, which belongs to this server only
   * @param programs the folder where PostgreSQL is unpacked; any number of processes may share it
   * @param throwaway whether to delete earlier data, and not to wait for the disk while the data
   *     folder is created; commits are durable in any case
   * @throws io.flowforge.error.ConflictException if the folder or the port is in use
   * @throws UnavailableException if PostgreSQL does not start; the message ends with its log
   */
  public static LocalPostgres open(
      Path directory, Path programs, LoopbackPort port, boolean throwaway) {
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      // The real path, because PostgreSQL's files contain it.
      Path home = directory.toRealPath();
      var instance =
          new PostgresInstance(
              new PostgresPrograms(PostgresArchive.onClasspath().unpackedIn(programs)), home);
      instance.stopLeftover();
      port.requireFree();
      if (throwaway) {
        instance.discard();
      }
      instance.initialize(DATABASE, throwaway);
      return port.open(
          number -> {
            instance.start(number);
            return new LocalPostgres(lock, instance, number);
          });
    } catch (IOException e) {
      lock.close();
      throw new UnavailableException("cannot unpack PostgreSQL in " + programs + ": " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the address with user and password, in libpq's form. */
  public String uri() {
    return "postgres://%s:%s@%s:%d/%s?sslmode=disable"
        .formatted(USER, USER, LoopbackPort.HOST, port, DATABASE);
  }

  int port() {
    return port;
  }

  /** Stops the server. Open transactions are rolled back. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try (lock) {
      instance.stop();
    }
  }
}
