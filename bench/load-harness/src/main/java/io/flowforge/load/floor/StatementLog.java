package io.flowforge.load.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.load.stack.StackDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** PostgreSQL's log of what it is told, which is written only while a run is recorded. */
public final class StatementLog {

  private static final int RECORDINGS = 5;
  private static final String END = "end of the recording";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Path folder;
  private final StackDatabase database;
  private final ObjectMapper json = new ObjectMapper();

  public StatementLog(Path folder, StackDatabase database) {
    this.folder = folder;
    this.database = database;
  }

  /** Returns the settings of a PostgreSQL that can log so. */
  public static Map<String, String> settings(Path folder) {
    return Map.of(
        "logging_collector", "on",
        "log_destination", "jsonlog",
        "log_directory", folder.toAbsolutePath().toString(),
        "log_filename", "statements.log");
  }

  /**
   * Records a run of an otherwise idle server, several times, and returns the recording with the
   * fewest statements: the others also contain some of the server's periodic work.
   *
   * @param run carries out a run to its end, and returns the id of the request
   */
  public RecordedRun record(Supplier<String> run) {
    logStatements("all");
    try {
      return Stream.generate(() -> recordOnce(run))
          .limit(RECORDINGS)
          .min(Comparator.comparingInt(RecordedRun::statements))
          .orElseThrow();
    } finally {
      logStatements("none");
    }
  }

  private void logStatements(String which) {
    database.execute("ALTER SYSTEM SET log_statement = '" + which + "'");
    database.execute("SELECT pg_reload_conf()");
    if (!Wait.until(
        TIMEOUT, () -> database.strings("SHOW log_statement").getFirst().equals(which))) {
      throw new IllegalStateException("PostgreSQL does not change log_statement");
    }
    // Other connections notice it a moment later, when they are idle.
    Wait.pass(Duration.ofMillis(500));
  }

  private RecordedRun recordOnce(Supplier<String> run) {
    String begin = "begin of the recording " + System.nanoTime();
    database.strings("SELECT '" + begin + "'");
    String requestId = run.get();
    database.strings("SELECT '" + END + "'");
    List<LoggedStatement> statements = new ArrayList<>();
    if (!Wait.until(TIMEOUT, () -> read(begin, statements))) {
      throw new IllegalStateException("PostgreSQL does not log to " + folder);
    }
    return RecordedRun.of(requestId, statements);
  }

  /** Reads what others than the harness sent between the marks; false if it is not yet there. */
  private boolean read(String begin, List<LoggedStatement> statements) {
    statements.clear();
    String harness = null;
    try (Stream<String> lines = Files.lines(folder.resolve("statements.json"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode entry = json.readTree(line);
        LoggedStatement statement = LoggedStatement.of(entry).orElse(null);
        if (statement == null) {
          continue;
        }
        if (statement.sql().contains(begin)) {
          harness = statement.session();
        } else if (harness != null && !statement.session().equals(harness)) {
          statements.add(statement);
        } else if (harness != null && statement.sql().contains(END)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
