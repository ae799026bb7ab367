package io.flowforge.cli.faults;

import io.flowforge.cli.embedded.mongo.LocalMongo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The document store, killed and started again on the same port and data; no data stays at the end.
 */
final class DocumentStore implements AutoCloseable {

  private static final Duration TIME_TO_START = Duration.ofSeconds(30);

  private final Path directory;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  DocumentStore(Path directory, int port) {
    this.directory = directory.resolve("documents");
    this.log = directory.resolve("documents.log");
    this.port = port;
  }

  /** Where it is; see {@link LocalMongo#uri}. */
  String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  /** Starts it and waits until it takes connections. */
  void start() {
    Process started =
        ChildJvm.start(
            DocumentStoreMain.class, Map.of(), log, directory.toString(), Integer.toString(port));
    process = started;
    if (!Time.until(TIME_TO_START, () -> isListening() || !started.isAlive())
        || !started.isAlive()) {
      throw new IllegalStateException("the document store does not start, see " + log);
    }
  }

  long pid() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the document store was never started");
    }
    return running.pid();
  }

  /** As {@code kill -9} does. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
    Folder.delete(directory);
  }

  private boolean isListening() {
    try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
