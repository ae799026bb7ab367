package io.flowforge.execution.suspension;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;

/** Tells whether what a step waits for has come before the step is suspended. */
@FunctionalInterface
public interface Signals {

  /**
   * Returns whether a signal for the current step has come already.
   *
   * @param state a state that is locked in this transaction; whoever sends a signal locks it, too
   */
  boolean haveCome(Tx tx, ExecutionState state);
}
