package io.flowforge.request.state;

import io.flowforge.request.state.ObservedState.FoundStatus;
import java.time.Instant;
import java.util.List;

/**
 * A state that adoption gives a request.
 *
 * @param found what its document says
 * @param adoptedAt when adoption writes it; the document follows within the next second
 * @param isProjected whether the document has the status already, or is to stay as it is
 * @param changes what the adoption changes in the steps
 * @param reason why it has failed by that; empty if it has not
 */
public record AdoptedState(
    ExecutionState state,
    RequestOrigin origin,
    FoundStatus found,
    Instant adoptedAt,
    boolean isProjected,
    List<StepChange> changes,
    String reason) {

  /** Returns the latest transition whose status the document need not get any more. */
  long projectedSeq() {
    return isProjected ? state.statusSeq() : 0;
  }
}
