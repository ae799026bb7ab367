package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.embedded.files.DirectoryLock;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real PostgreSQL on loopback, with nothing installed. It runs as a process of its own: when this
 * one is killed, it stays, and the next start in its folder stops it first. Anybody on this machine
 * can connect to it.
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
   * Starts it, with an empty database at the first time.
   *
   * @param directory the folder for data and log, which is this server's alone
   * @param programs the folder where PostgreSQL itself is unpacked; any number of processes share
   *     it
   * @param throwaway true begins without the data of before, and gains time by not waiting for the
   *     disk while the new data folder is made; commits are durable either way
   * @throws io.flowforge.error.ConflictException when the folder or the port is in use
   * @throws UnavailableException when PostgreSQL does not start; the message ends with its log
   */
  public static LocalPostgres open(
      Path directory, Path programs, LoopbackPort port, boolean throwaway) {
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      // The real path, because PostgreSQL's own files name it.
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

  /** Where it is and who we are there, in libpq's form. */
  public String uri() {
    return "postgres://%s:%s@%s:%d/%s?sslmode=disable"
        .formatted(USER, USER, LoopbackPort.HOST, port, DATABASE);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Stops it. Open transactions are rolled back, committed ones are on disk. */
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
