package io.flowforge.postgres;

import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be found out about a database without changing it.
 *
 * @param version of PostgreSQL
 * @param isReadOnly whether it is a standby, or refuses writes
 * @param appliedChanges the files of the schema changes that it has; empty if it has no schema
 */
public record DatabaseFacts(String version, boolean isReadOnly, Set<String> appliedChanges) {

  private static final String CHANGELOG = "/db/changelog.xml";
  private static final String FILE = "file=\"";
  private static final CharacterSet SLASH = CharacterSet.of("/");

  public DatabaseFacts {
    appliedChanges = Set.copyOf(appliedChanges);
  }

  /**
   * Asks the database.
   *
   * @throws io.flowforge.error.UnavailableException if it does not respond
   */
  public static DatabaseFacts of(Database database) {
    return database.inTransaction(
        tx -> {
          List<DatabaseFacts> facts =
              tx.list(
                  """
                  SELECT current_setting('server_version') AS version,
                         pg_is_in_recovery()
                           OR current_setting('transaction_read_only') = 'on' AS read_only,
                         to_regclass('databasechangelog') IS NOT NULL AS has_changes
                  """,
                  row ->
                      new DatabaseFacts(
                          row.text("version"),
                          row.bool("read_only"),
                          row.bool("has_changes") ? Set.of(CHANGELOG) : Set.of()));
          DatabaseFacts found = facts.getFirst();
          return found.appliedChanges().isEmpty()
              ? found
              : new DatabaseFacts(found.version(), found.isReadOnly(), applied(tx));
        });
  }

  /** Returns the changes of this version that the database lacks, in the order of their files. */
  public List<String> pendingChanges() {
    Set<String> pending = new TreeSet<>(knownChanges());
    pending.removeAll(appliedChanges);
    return List.copyOf(pending);
  }

  /** Returns the changes of the database that this version does not know: a newer one made them. */
  public List<String> unknownChanges() {
    Set<String> unknown = new TreeSet<>(appliedChanges);
    unknown.removeAll(knownChanges());
    return List.copyOf(unknown);
  }

  private static Set<String> applied(Tx tx) {
    return new TreeSet<>(
        tx.list("SELECT filename FROM databasechangelog", row -> fileName(row.text("filename"))));
  }

  /** Reads the file names in the changelog. */
  private static List<String> knownChanges() {
    try (InputStream in = DatabaseFacts.class.getResourceAsStream(CHANGELOG)) {
      if (in == null) {
        throw new IllegalStateException("no " + CHANGELOG + " on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> files = new ArrayList<>();
      for (int at = text.indexOf(FILE); at >= 0; at = text.indexOf(FILE, at + 1)) {
        int begin = at + FILE.length();
        files.add(fileName(text.substring(begin, text.indexOf('"', begin))));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileName(String path) {
    return SLASH.split(path).getLast();
  }
}
