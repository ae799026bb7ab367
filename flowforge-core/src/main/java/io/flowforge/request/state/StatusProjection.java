package io.flowforge.request.state;

/** A copy of each request's status that follows the committed transitions. */
@FunctionalInterface
public interface StatusProjection {

  /**
   * Updates the copy to the given state, unless the copy is newer.
   *
   * @return whether the copy is known to be current; if not, the reconciler repairs it later
   */
  boolean project(ExecutionState state);
}
