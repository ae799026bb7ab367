package io.flowforge.load.fairness;

import io.flowforge.load.result.Series;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What another organization notices: requests of one step, one after another. */
final class Probe {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long POLL_NANOS = 1_000_000;

  private final Stack stack;
  private final SharedTarget target;
  private final Series untilCalled = new Series();
  private final Series untilCompleted = new Series();

  Probe(Stack stack, SharedTarget target) {
    this.stack = stack;
    this.target = target;
  }

  /**
   * Runs requests of an organization of its own.
   *
   * @param tenant the number of its owner
   * @param pause between two requests
   */
  Probe run(ServerAddress server, int tenant, int requests, Duration pause) {
    String caller = "probe-" + tenant;
    Tenant other = Tenant.create(stack, server, tenant, target.promptUrl(caller));
    for (int number = 0; number < requests; number++) {
      target.forgetCallers();
      String id = other.submit(server);
      long begin = System.nanoTime();
      other.start(server, id);
      awaitCompleted(server, other, id, begin);
      untilCompleted.add((System.nanoTime() - begin) / 1e6);
      untilCalled.add((target.firstCallOf(caller) - begin) / 1e6);
      LockSupport.parkNanos(pause.toNanos());
    }
    return this;
  }

  private static void awaitCompleted(ServerAddress server, Tenant tenant, String id, long begin) {
    while (!tenant.statusOf(server, id).equals("Completed")) {
      if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
        throw new IllegalStateException("request " + id + " of another organization does not end");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Returns the milliseconds from the start of a request to its call. */
  Series untilCalled() {
    return untilCalled;
  }

  /** Returns the milliseconds from the start of a request until a caller sees that it has ended. */
  Series untilCompleted() {
    return untilCompleted;
  }
}
