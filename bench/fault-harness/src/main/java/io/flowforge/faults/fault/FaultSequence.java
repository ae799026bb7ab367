package io.flowforge.faults.fault;

import java.time.Duration;

/** An endless sequence of faults. */
public interface FaultSequence {

  Fault next();

  /** Returns how long to wait before the next fault. */
  Duration pause();
}
