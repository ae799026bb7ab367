package io.flowforge.request.state;

import java.util.Optional;

/**
 * The execution state of a request, and what tells whether another program has written to it.
 *
 * @param found what adoption has found in the document; empty if it has not looked
 * @param hasEventsOfOthers whether there are events that this server has neither written nor looked
 *     at
 */
public record ObservedState(
    ExecutionState state, Optional<FoundStatus> found, boolean hasEventsOfOthers) {

  /**
   * The status of a document as adoption found it.
   *
   * @param status in the words of whoever wrote it
   * @param seq the number of the transition that this server had written the status of last, 0 if
   *     none
   */
  public record FoundStatus(String status, long seq) {}
}
