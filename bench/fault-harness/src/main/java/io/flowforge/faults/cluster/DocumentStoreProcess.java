package io.flowforge.faults.cluster;

import io.flowforge.cli.embedded.mongo.LocalMongo;
import io.flowforge.cli.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document store, which can be killed and restarted on its port and data. */
public final class DocumentStoreProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final Path directory;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  DocumentStoreProcess(Path directory, int port) {
    this.directory = directory.resolve("documents");
    this.log = directory.resolve("documents.log");
    this.port = port;
  }

  /** Returns the connection string; see {@link LocalMongo#uri}. */
  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  /** Starts the store and waits until it accepts connections. */
  public void start() {
    Process started =
        ChildJvm.start(
            DocumentStoreMain.class, Map.of(), log, directory.toString(), Integer.toString(port));
    process = started;
    if (!Wait.until(START_TIMEOUT, () -> isListening() || !started.isAlive())
        || !started.isAlive()) {
      throw new IllegalStateException("the document store does not start; see " + log);
    }
  }

  /** Kills the store, deletes its data, and starts it empty. */
  public void discard() {
    kill();
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  long pid() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the document store was never started");
    }
    return running.pid();
  }

  /** Kills the store ({@code kill -9}). */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Kills the store and deletes its data. */
  @Override
  public void close() throws IOException {
    kill();
    Directories.delete(directory);
  }

  private boolean isListening() {
    try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
