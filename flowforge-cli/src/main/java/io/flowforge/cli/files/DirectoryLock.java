package io.flowforge.cli.files;

import io.flowforge.error.ConflictException;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a folder, held by one process at a time. The operating system releases the lock of a
 * process that dies.
 */
public final class DirectoryLock implements AutoCloseable {

  /**
   * The folders that this process has locked. Closing any channel on a file releases all locks that
   * the process has on it (POSIX), so a second attempt must not even open the lock file. For the
   * same reason the owner is written to a file beside it.
   */
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  /** Short for a person, and long for a processor. */
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates the folder if necessary, and locks it.
   *
   * @throws ConflictException if another process, or this one, has locked it
   */
  public static DirectoryLock acquire(Path directory) {
    try {
      Path real = PrivateFiles.directory(directory).toRealPath();
      if (!HELD_BY_THIS_PROCESS.add(real)) {
        throw inUse(directory);
      }
      try {
        return new DirectoryLock(real, lockedChannel(real));
      } catch (IOException | RuntimeException e) {
        HELD_BY_THIS_PROCESS.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw new UnavailableException("cannot use the folder " + directory + ": " + e, e);
    }
  }

  /**
   * Locks the folder like {@link #acquire}, but first waits for whoever has locked it.
   *
   * @throws ConflictException if it is still locked when that time is over
   */
  public static DirectoryLock acquireWithin(Duration patience, Path directory) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return acquire(directory);
      } catch (ConflictException e) {
        if (System.nanoTime() - begin > patience.toNanos() || isInterruptedWhileWaiting()) {
          throw e;
        }
      }
    }
  }

  private static boolean isInterruptedWhileWaiting() {
    try {
      Thread.sleep(INTERVAL);
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UnavailableException("cannot release the folder " + directory + ": " + e, e);
    } finally {
      HELD_BY_THIS_PROCESS.remove(directory);
    }
  }

  private static FileChannel lockedChannel(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(directory);
      }
      Files.writeString(
          directory.resolve("lock.owner"), Long.toString(ProcessHandle.current().pid()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ConflictException inUse(Path directory) {
    String owner;
    try {
      owner = " (process " + Files.readString(directory.resolve("lock.owner")) + ")";
    } catch (IOException _) {
      owner = "";
    }
    return new ConflictException(
        directory + " is already in use by another flowforge" + owner + "; stop it first");
  }
}
