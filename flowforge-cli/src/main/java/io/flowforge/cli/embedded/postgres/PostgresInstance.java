package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.files.Directories;
import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server in a folder: its data, its log and its processes. The caller must hold the
 * lock on the folder.
 */
final class PostgresInstance {

  private static final Logger LOG = System.getLogger(PostgresInstance.class.getName());

  private static final Duration INITIALIZE_TIMEOUT = Duration.ofMinutes(2);

  /** Long, because a server that was killed replays its log first. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final PostgresPrograms programs;
  private final Path data;
  private final Path unfinished;
  private final PostgresLog log;

  PostgresInstance(PostgresPrograms programs, Path directory) {
    this.programs = programs;
    data = directory.resolve("data");
    unfinished = directory.resolve("data.unfinished");
    log = new PostgresLog(directory.resolve("postgresql.log"));
  }

  /**
   * Creates the data folder with an empty database, unless it exists. The folder is renamed when it
   * is complete, so a process that is killed in between leaves nothing that looks like data.
   *
   * @param throwaway whether to skip waiting for the disk
   */
  void initialize(String database, boolean throwaway) {
    if (Files.isDirectory(data)) {
      return;
    }
    try {
      Directories.delete(unfinished);
      run(INITIALIZE_TIMEOUT, "", "initdb", initdbArguments(throwaway));
      run(
          INITIALIZE_TIMEOUT,
          "CREATE DATABASE " + database + "\n",
          "postgres",
          List.of("--single", "-D", unfinished.toString(), "-c", "exit_on_error=on", "postgres"));
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw log.failure("PostgreSQL cannot create its data folder " + data, e);
    }
  }

  /** Deletes all data. */
  void discard() {
    try {
      Directories.delete(data);
    } catch (IOException e) {
      throw new UnavailableException("cannot delete " + data + ": " + e, e);
    }
  }

  /** Starts the server and waits until it accepts connections. */
  void start(int port) {
    try {
      log.rotate();
      run(
          START_TIMEOUT,
          "",
          "pg_ctl",
          List.of(
              "start",
              "--silent",
              "--wait",
              "--timeout=" + START_TIMEOUT.toSeconds(),
              "--pgdata=" + data,
              "--log=" + log.file(),
              "--options=" + PostgresSettings.commandLine(port)));
    } catch (IOException e) {
      // It may be starting still, and must not be left behind.
      stop();
      throw log.failure("PostgreSQL does not start in " + data, e);
    }
  }

  /**
   * Stops the server if it is running, whichever process started it. Open transactions are rolled
   * back.
   */
  void stop() {
    for (String mode : List.of("fast", "immediate")) {
      if (postmaster().isEmpty()) {
        return;
      }
      try {
        stop(mode);
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            LogEvent.of("postgres_stop_failed").with("mode", mode).with("reason", e));
      }
    }
    postmaster().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Stops a server that outlived its parent, and removes what else would prevent a start. */
  void stopLeftover() {
    if (postmaster().isPresent()) {
      LOG.log(Level.INFO, LogEvent.of("postgres_leftover_stopped").with("data", data));
      stop();
    } else if (recorded().isPresent()) {
      // The process id in the file belongs to another program by now, which PostgreSQL would take
      // for a server on this data; our lock on the folder proves that there is none. In every
      // other case the file must stay: PostgreSQL finds leftovers of a killed server by it.
      deletePidFile();
    }
  }

  private void stop(String mode) throws IOException {
    run(
        STOP_TIMEOUT.plusSeconds(5),
        "",
        "pg_ctl",
        List.of(
            "stop",
            "--silent",
            "--wait",
            "--timeout=" + STOP_TIMEOUT.toSeconds(),
            "--mode=" + mode,
            "--pgdata=" + data));
  }

  /** Returns the main process of the server, if it is running. */
  Optional<ProcessHandle> postmaster() {
    return recorded().filter(this::isServer);
  }

  /** Returns the process whose id is in the server's file, if it is alive, whatever it is. */
  private Optional<ProcessHandle> recorded() {
    try (var lines = Files.lines(pidFile())) {
      return lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          .filter(ProcessHandle::isAlive);
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Process ids are reused, even by another PostgreSQL; a zombie has no command. */
  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command()
            .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
            .orElse(false)
        // Unknown on Windows.
        && info.arguments().map(all -> List.of(all).contains(data.toString())).orElse(true);
  }

  private void deletePidFile() {
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UnavailableException("cannot delete " + pidFile() + ": " + e, e);
    }
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  private void run(Duration limit, String input, String program, List<String> arguments)
      throws IOException {
    programs.run(log.file(), input, limit, program, arguments);
  }

  private List<String> initdbArguments(boolean throwaway) {
    var arguments = new ArrayList<String>();
    if (throwaway) {
      arguments.add("--no-sync");
    }
    arguments.addAll(
        List.of(
            "--pgdata=" + unfinished,
            "--username=" + LocalPostgres.USER,
            "--auth=trust",
            "--encoding=UTF8",
            // Sorts alike on every machine, whatever its locales.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    return arguments;
  }
}
