package io.flowforge.execution.queue;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries that this process holds. One statement sends the heartbeats of all of them; an entry
 * that is dropped without being removed or given back is revived like that of a dead worker. Safe
 * for use by many threads, except where it says otherwise.
 */
public final class Leases {

  private static final Logger LOG = System.getLogger(Leases.class.getName());

  /** After that many, a worker counts as dead; the minimum of db-scheduler. */
  private static final int MAX_MISSED_HEARTBEATS = 4;

  /** The value of {@code picked_by}: names the process, and is unique for each start. */
  private final String worker =
      "flowforge-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();

  private final Database database;
  private final InstantSource clock;
  private final Duration maxSilence;
  private final EntryPick due;
  private final PickRound round = new PickRound();
  private final LeaseStore leases = new LeaseStore();
  private final EntryStore entries = new EntryStore();
  private final Set<HeldEntry> held = ConcurrentHashMap.newKeySet();

  /**
   * Creates the leases of this process, which holds no entry yet.
   *
   * @param clock the clock by which all servers decide which entries are due and which workers dead
   * @param caps what may be in flight on all servers together
   */
  public Leases(Database database, InstantSource clock, Duration heartbeat, InFlightCaps caps) {
    this.database = database;
    this.clock = clock;
    this.maxSilence = heartbeat.multipliedBy(MAX_MISSED_HEARTBEATS);
    this.due = caps.areSet() ? new CappedEntryStore(caps)::pick : new DueEntryStore()::pick;
  }

  /**
   * What has been picked.
   *
   * @param isRoundOver whether all organizations have been looked at since {@link #beginRound}
   * @param isCapped whether entries may be left because of a cap
   */
  public record Batch(List<HeldEntry> entries, boolean isRoundOver, boolean isCapped) {}

  private interface EntryPick {
    DuePickStore.PickedEntries pick(Tx tx, String worker, Instant now, Room room, PickRound round);
  }

  /** Begins to look for work at all organizations. */
  public void beginRound() {
    round.begin();
  }

  /**
   * Picks entries that are due, of some of the organizations that have any. They are held once the
   * transaction has committed. Only one thread may pick.
   */
  public Batch pick(Tx tx, Room room) {
    DuePickStore.PickedEntries picked = due.pick(tx, worker, clock.instant(), room, round);
    tx.afterCommit(() -> held.addAll(picked.entries()));
    return new Batch(picked.entries(), round.isOver(), picked.isCapped());
  }

  /** Holds an entry no longer; it has been removed or given back, or others will revive it. */
  public void drop(HeldEntry entry) {
    held.remove(entry);
  }

  /** Returns an entry to the queue, unless it was lost; it is due after the delay. */
  public void giveBack(HeldEntry entry, Duration delay) {
    Instant now = clock.instant();
    database.useTransaction(tx -> entries.giveBack(tx, entry, now, now.plus(delay)));
  }

  /** Returns an entry that could not be run, and counts the failure. */
  public void giveBackFailed(HeldEntry entry, Duration delay) {
    Instant now = clock.instant();
    database.useTransaction(tx -> entries.giveBackFailed(tx, entry, now, now.plus(delay)));
  }

  /** Sends the heartbeats of this process and revives the entries of those that sent none. */
  public void beat() {
    Instant now = clock.instant();
    List<String> ids = held.stream().map(entry -> entry.entry().id()).toList();
    List<String> revived =
        database.inTransaction(
            tx -> {
              if (!ids.isEmpty()) {
                leases.renew(tx, worker, ids, now);
              }
              return leases.revive(tx, now.minus(maxSilence), now);
            });
    if (!revived.isEmpty()) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("work_revived")
              .with("entries", revived.size())
              .with("first", revived.getFirst()));
    }
  }
}
