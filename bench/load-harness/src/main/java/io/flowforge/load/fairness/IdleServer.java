package io.flowforge.load.fairness;

import io.flowforge.load.stack.CpuTime;
import io.flowforge.load.stack.ResidentMemory;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a server uses that nobody calls. */
record IdleServer(double mebibytes, double cpuSecondsPerMinute) {

  static final Duration MINUTE = Duration.ofMinutes(1);

  static IdleServer observe(ServerAddress server, Duration time) {
    Duration before = CpuTime.of(server.process().handle());
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    Duration used = CpuTime.of(server.process().handle()).minus(before);
    return new IdleServer(
        ResidentMemory.mebibytesOf(server.process().handle()),
        used.toMillis() / 1e3 * MINUTE.toMillis() / time.toMillis());
  }
}
