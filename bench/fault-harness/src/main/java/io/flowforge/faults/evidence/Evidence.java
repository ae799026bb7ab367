package io.flowforge.faults.evidence;

import java.util.List;

/**
 * Everything that is known when a run is over.
 *
 * @param sightings Running requests without future work that were seen during the run
 * @param freezes when processes were frozen
 */
public record Evidence(
    StoredState stored,
    TargetRecord target,
    LoadRecord load,
    List<Sighting> sightings,
    List<Span> freezes) {}
