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
   * Picks as much as there is room for.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond; what may have
   *     been picked is revived later like the work of a dead server
   */
  List<PickedWork> pick(Room room) {
    List<InFlightRequest> registered = new ArrayList<>();
    boolean isCommitted = false;
    try {
      List<PickedWork> picked = database.inTransaction(tx -> pick(tx, room, registered));
      isCommitted = true;
      return picked;
    } finally {
      if (!isCommitted) {
        registered.forEach(InFlightRequest::close);
      }
    }
  }

  private List<PickedWork> pick(Tx tx, Room room, List<InFlightRequest> registered) {
    tx.planOnce();
    List<HeldEntry> picked = leases.pick(tx, room);
    if (picked.isEmpty()) {
      return List.of();
    }
    // Before the claim: a cancellation that comes after it must find the request in flight.
    for (HeldEntry held : picked) {
      registered.add(inFlight.register(held.entry().requestId(), capacity.take(held.orgId())));
    }
    Map<QueueEntry, FencedStates.Claimed> claimed =
        states.claimAll(tx, picked.stream().map(HeldEntry::entry).toList());
    List<PickedWork> work = new ArrayList<>();
    for (int i = 0; i < picked.size(); i++) {
      HeldEntry held = picked.get(i);
      work.add(
          new PickedWork(held, registered.get(i), Optional.ofNullable(claimed.get(held.entry()))));
    }
    return work;
  }
}
