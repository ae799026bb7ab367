package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/**
 * A check that PostgreSQL does what a write needs: it accepts changes, has a page for a row, and
 * commits. What it writes stays invisible to others and is removed in the same transaction; the
 * table {@code write_probe} never exceeds about a megabyte. Several servers may check at once.
 */
public final class WriteProbe {

  private static final Logger LOG = System.getLogger(WriteProbe.class.getName());

  /** Autovacuum comes once a minute at most, or never. */
  static final int VACUUM_BYTES = 256 * 1024;

  /** Reached only while an old snapshot, such as that of a backup, prevents vacuuming. */
  static final int MAX_BYTES = 1024 * 1024;

  private final Database database;

  public WriteProbe(Database database) {
    this.database = database;
  }

  /**
   * Tries a write.
   *
   * @throws UnavailableException if PostgreSQL does not respond, is read-only, or has no space left
   */
  public void run() {
    if (database.inTransaction(WriteProbe::write) >= VACUUM_BYTES) {
      vacuum();
    }
  }

  /** Returns the size of the table. */
  private static long write(Tx tx) {
    String id = UUID.randomUUID().toString();
    // A read-only PostgreSQL refuses the statement even if it would insert nothing.
    tx.update(
        """
        INSERT INTO write_probe (id, filler)
        SELECT ?, repeat('-', 5000) WHERE pg_relation_size('write_probe') < ?
        """,
        id,
        MAX_BYTES);
    tx.update("DELETE FROM write_probe WHERE id = ?", id);
    // The number makes the commit write to the disk even if nothing was inserted.
    return tx.list(
            "SELECT pg_relation_size('write_probe') AS bytes, txid_current() AS number",
            row -> row.number("bytes"))
        .getFirst();
  }

  private void vacuum() {
    try {
      database.execute("VACUUM write_probe");
    } catch (UnavailableException | IllegalStateException e) {
      // Writes are possible all the same, and the next check tries it again.
      LOG.log(Level.WARNING, LogEvent.of("probe_not_vacuumed").with("reason", e));
    }
  }
}
