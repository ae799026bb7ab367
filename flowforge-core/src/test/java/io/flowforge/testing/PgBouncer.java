package io.flowforge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's PgBouncer in front of a PostgreSQL, with few sessions. */
public final class PgBouncer implements AutoCloseable {

  private static final String PROGRAM = "/usr/sbin/pgbouncer";

  private final Path directory;
  private final URI postgres;
  private final String mode;
  private final int port = FreePort.find();
  private Process process;

  /** Starts one in transaction mode, or skips the test, loudly, where there is no PgBouncer. */
  public PgBouncer(Path directory, String postgresUri) {
    this(directory, postgresUri, "transaction");
  }

  private PgBouncer(Path directory, String postgresUri, String mode) {
    this.directory = directory;
    this.postgres = URI.create(postgresUri);
    this.mode = mode;
    requireInstalled();
    process = start();
  }

  /** Starts one whose clients keep their session, or skips the test like the constructor. */
  public static PgBouncer inSessionMode(Path directory, String postgresUri) {
    return new PgBouncer(directory, postgresUri, "session");
  }

  /** Skips the test, loudly, where there is no PgBouncer. */
  public static void requireInstalled() {
    DebianPrograms.require(PROGRAM, "pgbouncer");
  }

  /** Returns the URI of the same database through PgBouncer. */
  public String uri(String parameters) {
    return "postgres://anybody@127.0.0.1:%d%s?sslmode=disable%s"
        .formatted(port, postgres.getPath(), parameters);
  }

  /** Kills it and starts it again: all clients and sessions lose their connections. */
  public void restart() {
    close();
    process = start();
  }

  private Process start() {
    Path settings = directory.resolve("pgbouncer.ini");
    try {
      Files.writeString(
          settings,
          """
          [databases]
          * = host=127.0.0.1 port=%d user=postgres password=postgres
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = %s
          default_pool_size = 6
          max_client_conn = 500
          ignore_startup_parameters = extra_float_digits
          """
              .formatted(postgres.getPort(), port, mode));
      List<String> command = new ArrayList<>(List.of(PROGRAM));
      if ("root".equals(System.getProperty("user.name"))) {
        command.addAll(List.of("-u", "nobody"));
      }
      command.add(settings.toString());
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("pgbouncer.log").toFile())
              .start();
      Eventually.eventually(() -> FreePort.isListening(port), Boolean.TRUE::equals);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
