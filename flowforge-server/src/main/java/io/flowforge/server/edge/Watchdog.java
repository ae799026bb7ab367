package io.flowforge.server.edge;

import io.flowforge.trace.LogEvent;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that take too long, and idle connections once their maximum
 * number is reached. It has a thread while there are connections. Thread-safe.
 */
final class Watchdog {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final Duration MAX_PERIOD = Duration.ofSeconds(1);

  private final int maxConnections;
  private final Duration period;
  private final Set<Wire> wires = new HashSet<>();
  private @Nullable Thread thread;

  Watchdog(ClientTimes times, int maxConnections) {
    this.maxConnections = maxConnections;
    period =
        Stream.of(times.idle(), times.silence(), times.request(), times.response())
            .map(time -> time.dividedBy(10))
            .reduce(MAX_PERIOD, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  synchronized void watch(Wire wire) {
    wires.add(wire);
    if (thread == null) {
      // Not a virtual thread, because it must run even if all carriers are busy.
      thread = Thread.ofPlatform().daemon().name("edge-watchdog").start(this::run);
    }
  }

  synchronized void forget(Wire wire) {
    wires.remove(wire);
  }

  private void run() {
    while (isNeeded()) {
      LockSupport.parkNanos(period.toNanos());
    }
  }

  private synchronized boolean isNeeded() {
    if (wires.isEmpty()) {
      thread = null;
      return false;
    }
    for (Wire wire : wires) {
      String reason = wire.clock().overdue();
      if (reason != null && !wire.isClosed()) {
        close(wire, reason);
      }
    }
    if (wires.size() >= maxConnections) {
      closeLongestIdle();
    }
    return true;
  }

  private void closeLongestIdle() {
    Wire longest = null;
    long longestNanos = -1;
    for (Wire wire : wires) {
      long nanos = wire.clock().idleNanos().orElse(-1);
      if (nanos > longestNanos) {
        longest = wire;
        longestNanos = nanos;
      }
    }
    if (longest != null) {
      close(longest, "too_many_connections");
    }
  }

  private static void close(Wire wire, String reason) {
    LOG.log(Level.DEBUG, LogEvent.of("connection_closed").with("reason", reason));
    try {
      wire.close();
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, LogEvent.of("connection_not_closed").toString(), e);
    }
  }
}
