package io.flowforge.execution.queue;

/** The place of one run. It belongs to the thread of that run. */
public final class Slot implements AutoCloseable {

  private final Capacity capacity;
  private final int orgId;
  private boolean isActive = true;

  Slot(Capacity capacity, int orgId) {
    this.capacity = capacity;
    this.orgId = orgId;
  }

  /** Lets another run be active while this one waits for its target. */
  public void pause() {
    isActive = false;
    capacity.pause(orgId);
  }

  /** Waits until this run may be active again; organizations take turns. */
  public void resume() {
    capacity.resume(orgId);
    isActive = true;
  }

  @Override
  public void close() {
    capacity.leave(orgId, isActive);
  }
}
