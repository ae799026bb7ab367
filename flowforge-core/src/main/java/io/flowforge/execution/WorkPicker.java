package io.flowforge.execution;

import io.flowforge.execution.queue.Capacity;
import io.flowforge.execution.queue.HeldEntry;
import io.flowforge.execution.queue.Leases;
import io.flowforge.execution.queue.QueueEntry;
import io.flowforge.execution.queue.Room;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Picks work for which there is room, and claims its requests, in one transaction a batch. */
final class WorkPicker {

  private final Database database;
  private final Leases leases;
  private final FencedStates states;
  private final Capacity capacity;
  private final InFlightRequests inFlight;

  WorkPicker(
      Database database,
      Leases leases,
      FencedStates states,
      Capacity capacity,
      InFlightRequests inFlight) {
    this.database = database;
    this.leases = leases;
    this.states = states;
    this.capacity = capacity;
    this.inFlight = inFlight;
  }

  /**
   * What has been picked.
   *
   * @param isRoundOver whether all organizations have been looked at since {@link #beginRound}
   * @param isCapped whether work may be left because of a cap
   */
  record Picked(List<PickedWork> work, boolean isRoundOver, boolean isCapped) {}

  /** Begins to look for work at all organizations. */
  void beginRound() {
    leases.beginRound();
  }

  /**
   * Picks as much as there is room for, of some of the organizations.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond; what may have
   *     been picked is revived later like the work of a dead server
   */
  Picked pick(Room room) {
    List<InFlightRequest> registered = new ArrayList<>();
    boolean isCommitted = false;
    try {
      Picked picked = database.inTransaction(tx -> pick(tx, room, registered));
      isCommitted = true;
      return picked;
    } finally {
      if (!isCommitted) {
        registered.forEach(InFlightRequest::close);
      }
    }
  }

  private Picked pick(Tx tx, Room room, List<InFlightRequest> registered) {
    tx.planOnce();
    Leases.Batch batch = leases.pick(tx, room);
    List<PickedWork> work =
        batch.entries().isEmpty() ? List.of() : claim(tx, batch.entries(), registered);
    return new Picked(work, batch.isRoundOver(), batch.isCapped());
  }

  private List<PickedWork> claim(Tx tx, List<HeldEntry> picked, List<InFlightRequest> registered) {
    // Before the claim: a cancellation that comes after it must find the request in flight.
    for (HeldEntry held : picked) {
      registered.add(inFlight.register(held.entry().requestId(), capacity.take(held.orgId())));
    }
    Map<QueueEntry, FencedStates.Claimed> claimed =
        tx.last(() -> states.claimAll(tx, picked.stream().map(HeldEntry::entry).toList()));
    List<PickedWork> work = new ArrayList<>();
    for (int i = 0; i < picked.size(); i++) {
      HeldEntry held = picked.get(i);
      work.add(
          new PickedWork(held, registered.get(i), Optional.ofNullable(claimed.get(held.entry()))));
    }
    return work;
  }
}
