package io.flowforge.faults.fault;

import io.flowforge.faults.cluster.Program;
import java.time.Duration;

/**
 * Rolling upgrades: one server after another is replaced by the new build, then one after another
 * by the old build again, and so on.
 */
public final class Upgrades implements FaultSequence {

  private final int servers;
  private final Program old;
  private final Program recent;
  private int replaced;

  public Upgrades(int servers, Program old, Program recent) {
    this.servers = servers;
    this.old = old;
    this.recent = recent;
  }

  @Override
  public Fault next() {
    boolean isUpgrade = replaced / servers % 2 == 0;
    int server = replaced % servers;
    replaced++;
    return isUpgrade
        ? new Fault.ReplaceServer(server, "the new build", recent)
        : new Fault.ReplaceServer(server, "the old build", old);
  }

  /** Returns long enough for both builds to work side by side. */
  @Override
  public Duration pause() {
    return Duration.ofSeconds(4);
  }
}
