package io.flowforge.load.stack;

import java.time.Duration;
import java.util.stream.Stream;

/** The processor time of processes. */
public final class CpuTime {

  private CpuTime() {}

  /** Returns what the process has used so far. */
  public static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns what the process and its children have used so far, as long as they live. */
  public static Duration withChildren(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(CpuTime::of)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
