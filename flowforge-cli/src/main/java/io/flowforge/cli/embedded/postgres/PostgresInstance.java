package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.embedded.files.Directories;
import io.flowforge.error.UnavailableException;
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
 * One PostgreSQL in a folder: its data, its log, and its processes. The caller holds the folder's
 * lock.
 */
final class PostgresInstance {

  private static final Logger LOG = System.getLogger(PostgresInstance.class.getName());

  private static final Duration TIME_TO_INITIALIZE = Duration.ofMinutes(2);

  /** Long, because a server that was killed first replays its log. */
  private static final Duration TIME_TO_START = Duration.ofMinutes(2);

  private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);

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
   * Makes the data folder with one empty database, unless it is there. It gets its name when it is
   * complete, so that a process killed in between leaves nothing that looks like data.
   *
   * @param throwaway true skips waiting for the disk
   */
  void initialize(String database, boolean throwaway) {
    if (Files.isDirectory(data)) {
      return;
    }
    try {
      Directories.delete(unfinished);
      run(TIME_TO_INITIALIZE, "", "initdb", initdbArguments(throwaway));
      run(
          TIME_TO_INITIALIZE,
          "CREATE DATABASE " + database + "\n",
          "postgres",
          List.of("--single", "-D", unfinished.toString(), "-c", "exit_on_error=on", "postgres"));
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw log.failure("PostgreSQL cannot make its data folder " + data, e);
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

  /** Starts the server and waits until it takes connections. */
  void start(int port) {
    try {
      log.rotate();
      run(
          TIME_TO_START,
          "",
          "pg_ctl",
          List.of(
              "start",
              "--silent",
              "--wait",
              "--timeout=" + TIME_TO_START.toSeconds(),
              "--pgdata=" + data,
              "--log=" + log.file(),
              "--options=" + PostgresSettings.commandLine(port)));
    } catch (IOException e) {
      // When it was only slow, it must not stay behind.
      stop();
      throw log.failure("PostgreSQL does not start in " + data, e);
    }
  }

  /**
   * Stops the server if it runs, whichever process started it. Open transactions are rolled back.
   */
  void stop() {
    for (String mode : List.of("fast", "immediate")) {
      if (postmaster().isEmpty()) {
        return;
      }
      try {
        stop(mode);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "event=postgres_stop_failed mode=" + mode + " reason=\"" + e + "\"");
      }
    }
    postmaster().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Stops a server that outlived its starter, and clears what else hinders a start. */
  void stopLeftover() {
    if (postmaster().isPresent()) {
      LOG.log(Level.INFO, "event=postgres_leftover_stopped data=" + data);
      stop();
    } else if (recorded().isPresent()) {
      // The number in the file belongs to another program by now, which PostgreSQL would take for
      // a server of its own. Our lock on the folder says that there is none. In any other case the
      // file must stay: by it PostgreSQL finds what a killed server left running.
      deletePidFile();
    }
  }

  private void stop(String mode) throws IOException {
    run(
        TIME_TO_STOP.plusSeconds(5),
        "",
        "pg_ctl",
        List.of(
            "stop",
            "--silent",
            "--wait",
            "--timeout=" + TIME_TO_STOP.toSeconds(),
            "--mode=" + mode,
            "--pgdata=" + data));
  }

  /** The main process of the server, if it runs. */
  Optional<ProcessHandle> postmaster() {
    return recorded().filter(this::isServer);
  }

  /** The living process whose number is in the server's file, whatever it is. */
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

  /** Numbers of processes are used again, even by another PostgreSQL; a zombie has no command. */
  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command()
            .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
            .orElse(false)
        // Windows does not tell them.
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
            // The same order of text on every machine, whatever its locales.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    return arguments;
  }
}
