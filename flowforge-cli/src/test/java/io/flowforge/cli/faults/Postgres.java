package io.flowforge.cli.faults;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.postgres.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL, killed and started again on the same port and data. Commits wait for the disk, as in
 * production. It is no child of this process, so a guard stops it when this process is gone. No
 * data stays at the end.
 */
final class Postgres implements AutoCloseable {

  /** Waits for the end of its input, then stops the server at once if it still is that server. */
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

  Postgres(Path directory, Path programs, int port) {
    this.directory = directory.resolve("postgres");
    this.programs = programs;
    this.port = LoopbackPort.fixed(port, "");
    server = LocalPostgres.open(this.directory, programs, this.port, true);
    guard = guard();
  }

  String uri() {
    return server.uri();
  }

  /**
   * As {@code kill -9} of all its processes does, as if the machine had lost its power but for the
   * disk.
   */
  void kill() {
    ProcessHandle postmaster = postmaster();
    // The children must be known before they are orphans.
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /** Starts it after it was killed, and waits until it takes connections. */
  void restart() {
    // Gives up the lock on the folder; there is nothing left to stop.
    server.close();
    server = LocalPostgres.open(directory, programs, port, false);
  }

  @Override
  public void close() {
    server.close();
    guard.destroyForcibly();
    Folder.delete(directory);
  }

  /** Its main process. */
  ProcessHandle postmaster() {
    try (var lines = Files.lines(data().resolve("postmaster.pid"))) {
      return lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
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
