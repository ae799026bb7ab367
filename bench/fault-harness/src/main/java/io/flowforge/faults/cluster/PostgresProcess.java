package io.flowforge.faults.cluster;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.postgres.LocalPostgres;
import io.flowforge.cli.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL, which can be killed and restarted on its port and data. Commits wait for the disk, as
 * in production. It is not a child of this process, so a guard stops it when this process is gone.
 */
public final class PostgresProcess implements AutoCloseable {

  /** Waits for the end of its input, then stops the server at once if it is still that server. */
  private static final String GUARD =
      """
      cat >/dev/null
      pid=$(head -n 1 "$0/postmaster.pid" 2>/dev/null) || exit 0
      ps -o args= -p "$pid" | grep -qF "$0" && kill -QUIT "$pid"
      """;

  private final Path directory;
  private final Path programs;
  private final LoopbackPort port;
  private final Process guard;
  private LocalPostgres server;

  /**
   * Starts the server with an empty database.
   *
   * @param programs where PostgreSQL is unpacked
   */
  public PostgresProcess(Path directory, Path programs, int port) {
    this.directory = directory.resolve("postgres");
    this.programs = programs;
    this.port = LoopbackPort.fixed(port, "");
    server = LocalPostgres.open(this.directory, programs, this.port, true);
    guard = guard();
  }

  /** Returns the address with user and password, in libpq's form. */
  public String uri() {
    return server.uri();
  }

  /** Kills all processes of the server, as a power failure would, except for the disk. */
  public void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    // The children must be listed before they are orphans, and while no more of them are made.
    try (var _ = Freeze.of(postmaster.pid())) {
      postmaster.descendants().forEach(all::add);
      all.forEach(ProcessHandle::destroyForcibly);
    }
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /** Restarts the server after it was killed, and waits until it accepts connections. */
  public void restart() {
    // Releases the lock on the directory; there is nothing left to stop.
    server.close();
    server = LocalPostgres.open(directory, programs, port, false);
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() throws IOException {
    server.close();
    guard.destroyForcibly();
    Directories.delete(directory);
  }

  /** Returns the main process of the server. */
  public ProcessHandle postmaster() {
    try (var lines = Files.lines(data().resolve("postmaster.pid"))) {
      return lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Process guard() {
    try {
      return new ProcessBuilder("sh", "-c", GUARD, data().toString())
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    }
  }
}
