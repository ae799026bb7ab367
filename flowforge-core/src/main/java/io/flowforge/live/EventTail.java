package io.flowforge.live;

import io.flowforge.live.EventTailStore.TailRow;
import io.flowforge.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far the events of all requests have been read. Numbers are given before the commit, so one
 * can be missing while later ones are there: such numbers are asked for until they show, or until
 * no transaction can be that old any more. For use by one thread.
 */
final class EventTail {

  /** How many rows before the last one are looked at when reading begins. */
  static final int BEGIN_ROWS = 5_000;

  static final int MAX_ROWS = 5_000;
  private static final int MAX_UNRETURNED = 4 * MAX_ROWS;
  private static final int MAX_MISSING = 10_000;

  /** Longer than a transaction of a few statements can last; see {@code TransactionLimits}. */
  private static final Duration MAX_AGE = Duration.ofMinutes(2);

  private final Database database;
  private final EventTailStore store;

  /** When the numbers were missed, by the numbers, oldest first. */
  private final Map<Long, Long> missing = new LinkedHashMap<>();

  /** What was read and has not been returned, because a later statement failed. */
  private final List<TailRow> unreturned = new ArrayList<>();

  private long newest = -1;

  EventTail(Database database) {
    this(database, new EventTailStore());
  }

  EventTail(Database database, EventTailStore store) {
    this.database = database;
    this.store = store;
  }

  /** Returns whether it knows where the end was. */
  boolean hasBegun() {
    return newest >= 0;
  }

  /** Returns the number of the last row that was read. */
  long newest() {
    return newest;
  }

  /** Forgets where the end was. */
  void forget() {
    newest = -1;
    missing.clear();
    unreturned.clear();
  }

  /**
   * Reads the rows that have come since, and on the first time the last ones that there are.
   *
   * @return empty if there are too many; then it has begun anew, at the end
   */
  Optional<List<TailRow>> read() {
    if (!hasBegun()) {
      begin();
    }
    boolean hasMore = true;
    while (hasMore) {
      if (unreturned.size() < MAX_UNRETURNED) {
        List<TailRow> part = part();
        unreturned.addAll(part);
        hasMore = part.size() >= MAX_ROWS;
      }
      if ((hasMore && unreturned.size() >= MAX_UNRETURNED) || missing.size() > MAX_MISSING) {
        begin();
        return Optional.empty();
      }
    }
    List<TailRow> rows = List.copyOf(unreturned);
    unreturned.clear();
    return Optional.of(rows);
  }

  private void begin() {
    // If this fails, it is as before, and nothing is skipped without being told.
    long last = database.inTransaction(tx -> tx.last(() -> store.newest(tx)));
    forget();
    newest = Math.max(0, last - BEGIN_ROWS);
  }

  private List<TailRow> part() {
    long now = System.nanoTime();
    missing.values().removeIf(since -> now - since > MAX_AGE.toNanos());
    List<TailRow> part =
        database.inTransaction(
            tx -> tx.last(() -> store.after(tx, newest, missing.keySet(), MAX_ROWS)));
    // What was missing is older than what was read before.
    long end = part.stream().mapToLong(TailRow::eventId).reduce(newest, Math::max);
    Set<Long> there = new HashSet<>();
    part.forEach(row -> there.add(row.eventId()));
    missing.keySet().removeAll(there);
    // A database that was restarted may leave out a few numbers; one that leaves out more than
    // that has not been written by transactions that are under way.
    for (long id = Math.max(newest + 1, end - MAX_MISSING); id <= end; id++) {
      if (!there.contains(id)) {
        missing.put(id, now);
      }
    }
    newest = end;
    return part;
  }

  /** Returns a number up to which nothing is missing. */
  long floor() {
    return missing.keySet().stream().mapToLong(id -> id - 1).min().orElse(newest);
  }
}
