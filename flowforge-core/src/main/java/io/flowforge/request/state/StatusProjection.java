package io.flowforge.request.state;

/** The copy of a request's status that follows each committed transition. */
@FunctionalInterface
public interface StatusProjection {

  /**
   * Brings the copy up to the given state, unless it is newer already.
   *
   * @return whether the copy is known to be up to date; if not, the reconciler repairs it later
   */
  boolean project(ExecutionState state);
}
