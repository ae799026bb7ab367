package io.flowforge.execution.queue;

import io.flowforge.execution.queue.QueueStateStore.QueueState;
import io.flowforge.execution.queue.QueueStateStore.WaitingLine;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many entries wait for what, as one server sees it. */
final class WaitingCounts {

  private record PipelineKey(int orgId, String pipelineId) {}

  private final InFlightCaps caps;
  private final Room room;
  private final Map<Integer, Integer> rooms = new HashMap<>();
  private final Map<Integer, Long> heldOfOrganization = new HashMap<>();
  private final Map<PipelineKey, Long> heldOfPipeline = new HashMap<>();

  /**
   * Creates the counts.
   *
   * @param room what the server has room for
   * @param held the entries that all servers hold
   */
  WaitingCounts(InFlightCaps caps, Room room, List<WaitingLine> held) {
    this.caps = caps;
    this.room = room;
    room.uses().forEach(use -> rooms.put(use.orgId(), use.room()));
    for (WaitingLine line : held) {
      heldOfOrganization.merge(line.orgId(), line.entries(), Long::sum);
      heldOfPipeline.merge(keyOf(line), line.entries(), Long::sum);
    }
  }

  Map<WaitingReason, Long> byReason(QueueState state) {
    Map<WaitingReason, Long> counts = new EnumMap<>(WaitingReason.class);
    for (WaitingReason reason : WaitingReason.values()) {
      counts.put(reason, 0L);
    }
    counts.put(WaitingReason.LATER, state.later());
    for (WaitingLine line : state.due()) {
      counts.merge(reasonOf(line), line.entries(), Long::sum);
    }
    return counts;
  }

  private WaitingReason reasonOf(WaitingLine line) {
    if (heldOfOrganization.getOrDefault(line.orgId(), 0L) >= caps.of(line.orgId())) {
      return WaitingReason.ORGANIZATION_CAP;
    }
    if (heldOfPipeline.getOrDefault(keyOf(line), 0L) >= caps.ofPipeline()) {
      return WaitingReason.PIPELINE_CAP;
    }
    if (room.entries() == 0) {
      return WaitingReason.SERVER_FULL;
    }
    return rooms.getOrDefault(line.orgId(), room.ofNewcomers()) == 0
        ? WaitingReason.SHARE
        : WaitingReason.DUE;
  }

  private static PipelineKey keyOf(WaitingLine line) {
    return new PipelineKey(line.orgId(), line.pipelineId());
  }
}
