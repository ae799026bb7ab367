package io.flowforge.faults.evidence;

import io.flowforge.faults.load.SecretSpan;
import io.flowforge.faults.view.ViewRecord;
import java.util.List;

/**
 * Everything that is known when a run is over.
 *
 * @param sightings Running requests without future work that were seen during the run
 * @param freezes when processes were frozen
 * @param secrets when which value of the secret was current
 * @param views what viewers of streams have received
 */
public record Evidence(
    StoredState stored,
    TargetRecord target,
    LoadRecord load,
    List<Sighting> sightings,
    List<Span> freezes,
    List<SecretSpan> secrets,
    ViewRecord views) {

  /** Creates the evidence of a run without secrets and viewers. */
  public Evidence(
      StoredState stored,
      TargetRecord target,
      LoadRecord load,
      List<Sighting> sightings,
      List<Span> freezes) {
    this(stored, target, load, sightings, freezes, List.of(), ViewRecord.NONE);
  }

  /** Returns the same with the values that the secret of the load had. */
  public Evidence with(List<SecretSpan> spans) {
    return new Evidence(stored, target, load, sightings, freezes, spans, views);
  }

  /** Returns the same with what viewers have received. */
  public Evidence with(ViewRecord received) {
    return new Evidence(stored, target, load, sightings, freezes, secrets, received);
  }
}
