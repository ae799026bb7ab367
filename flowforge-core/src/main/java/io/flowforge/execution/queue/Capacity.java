package io.flowforge.execution.queue;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * What this server can run at the same time. A run that waits for its target costs memory only, so
 * there may be thousands of them; a run is *active* while it uses the processor or a store, and of
 * these there are few. Organizations take turns at being active. Safe for use by many threads.
 */
public final class Capacity {

  /**
   * An organization may take another place only while it has fewer than this many times as many as
   * are free: one alone leaves an eighth of all places free, the next an eighth of these.
   */
  private static final int MAX_TIMES_FREE = 7;

  private final int maxInFlight;
  private final int maxActive;
  private final Map<Integer, Tally> uses = new LinkedHashMap<>();
  private int inFlight;
  private int active;
  private int turns;
  private Runnable listener = () -> {};

  private static final class Tally {
    private final int orgId;
    private int inFlight;
    private int active;
    private final Deque<Semaphore> turns = new ArrayDeque<>();

    Tally(int orgId) {
      this.orgId = orgId;
    }
  }

  public Capacity(int maxInFlight, int maxActive) {
    this.maxInFlight = maxInFlight;
    this.maxActive = maxActive;
  }

  /** Calls the listener, which must not wait, whenever there is more room than before. */
  public synchronized void onRoom(Runnable action) {
    listener = action;
  }

  /** Returns what there is room for now. Runs that wait for their turn come before new ones. */
  public synchronized Room room() {
    int free = maxInFlight - inFlight;
    int entries = Math.max(0, Math.min(free, maxActive - active - turns));
    List<Room.Use> used =
        uses.entrySet().stream()
            .map(
                use ->
                    new Room.Use(
                        use.getKey(),
                        use.getValue().active,
                        use.getValue().inFlight,
                        roomOf(use.getValue().inFlight, free, entries)))
            .toList();
    return new Room(entries, roomOf(0, free, entries), used);
  }

  public synchronized int active() {
    return active;
  }

  /** Takes a place for a run, which is active at first. */
  public Slot take(int orgId) {
    synchronized (this) {
      Tally use = uses.computeIfAbsent(orgId, Tally::new);
      use.inFlight++;
      use.active++;
      inFlight++;
      active++;
    }
    return new Slot(this, orgId);
  }

  void pause(int orgId) {
    Runnable toTell;
    synchronized (this) {
      use(orgId).active--;
      active--;
      grantTurns();
      toTell = listener;
    }
    toTell.run();
  }

  void resume(int orgId) {
    var turn = new Semaphore(0);
    synchronized (this) {
      use(orgId).turns.add(turn);
      turns++;
      grantTurns();
    }
    turn.acquireUninterruptibly();
  }

  void leave(int orgId, boolean isActive) {
    Runnable toTell;
    synchronized (this) {
      Tally use = use(orgId);
      use.inFlight--;
      inFlight--;
      if (isActive) {
        use.active--;
        active--;
      }
      if (use.inFlight == 0) {
        uses.remove(orgId);
      }
      grantTurns();
      toTell = listener;
    }
    toTell.run();
  }

  /**
   * Gives each free turn to the organization that has the fewest active runs; among equals, to the
   * one that has waited longest since its last turn.
   */
  private void grantTurns() {
    while (active < maxActive && turns > 0) {
      Tally next =
          uses.values().stream()
              .filter(use -> !use.turns.isEmpty())
              .min(Comparator.comparingInt(use -> use.active))
              .orElseThrow();
      turns--;
      active++;
      next.active++;
      next.turns.remove().release();
      // Now the last in the order of this map.
      uses.remove(next.orgId);
      uses.put(next.orgId, next);
    }
  }

  private Tally use(int orgId) {
    Tally use = uses.get(orgId);
    if (use == null) {
      throw new IllegalStateException("organization " + orgId + " has no run here");
    }
    return use;
  }

  /** Returns how many more places an organization may take that has so many. */
  private static int roomOf(int has, int free, int entries) {
    // Taking one more is allowed while has + taken < MAX_TIMES_FREE * (free - taken).
    int most = Math.ceilDiv(MAX_TIMES_FREE * free - has, MAX_TIMES_FREE + 1);
    return Math.clamp(most, 0, entries);
  }
}
