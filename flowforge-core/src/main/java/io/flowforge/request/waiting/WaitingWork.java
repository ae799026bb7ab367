package io.flowforge.request.waiting;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import java.util.Optional;

/** Says what the requests in the queue wait for. */
@FunctionalInterface
public interface WaitingWork {

  /** Returns what the request waits for, or empty if a worker runs it or is about to. */
  Optional<WaitReason> reasonOf(Tx tx, ExecutionState state);
}
