package io.flowforge.execution;

import io.flowforge.execution.queue.HeldEntry;
import java.util.Optional;

/**
 * An entry of the queue that this process is to run.
 *
 * @param claimed the request, unless its dispatch was over or it was just changing
 */
record PickedWork(
    HeldEntry held, InFlightRequest inFlight, Optional<FencedStates.Claimed> claimed) {}
