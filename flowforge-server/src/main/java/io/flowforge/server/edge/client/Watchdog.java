package io.flowforge.server.edge.client;

import io.flowforge.trace.LogEvent;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that take too long, and once their maximum number is reached,
 * those of the clients that have kept the server waiting for the longest time. It has a thread
 * while there are connections. Thread-safe.
 */
public final class Watchdog {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final Duration MAX_PERIOD = Duration.ofSeconds(1);

  /** While the maximum number is reached, others wait to be accepted. */
  private static final Duration PERIOD_WHEN_FULL = Duration.ofMillis(100);

  /** The share of the maximum number that is closed at a time. */
  private static final int CLOSED_SHARE = 16;

  private final int maxConnections;
  private final Duration period;
  private final Set<Wire> wires = new HashSet<>();
  private @Nullable Thread thread;

  public Watchdog(ClientTimes times, int maxConnections) {
    this.maxConnections = maxConnections;
    period =
        Stream.of(times.idle(), times.silence(), times.request(), times.response())
            .map(time -> time.dividedBy(10))
            .reduce(MAX_PERIOD, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  public synchronized void watch(Wire wire) {
    wires.add(wire);
    if (thread == null) {
      // Not a virtual thread, because it must run even if all carriers are busy.
      thread = Thread.ofPlatform().daemon().name("edge-watchdog").start(this::run);
    }
  }

  public synchronized void forget(Wire wire) {
    wires.remove(wire);
  }

  private void run() {
    while (inspect()) {
      LockSupport.parkNanos(pause().toNanos());
    }
  }

  /** Closes what has to be closed. Returns false if there are no connections any more. */
  synchronized boolean inspect() {
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
    if (isFull()) {
      makeRoom();
    }
    return true;
  }

  private synchronized Duration pause() {
    return isFull() && period.compareTo(PERIOD_WHEN_FULL) > 0 ? PERIOD_WHEN_FULL : period;
  }

  /**
   * A closed connection does not count: it stays until its thread has noticed, and then makes room.
   * If it counted, others would be closed in its place until then.
   */
  private boolean isFull() {
    return wires.stream().filter(wire -> !wire.isClosed()).count() >= maxConnections;
  }

  private void makeRoom() {
    wires.stream()
        .filter(wire -> !wire.isClosed())
        .map(wire -> new Dispensable(wire, wire.clock().dispensableNanos().orElse(-1)))
        .filter(each -> each.nanos() >= 0)
        .sorted(Comparator.comparingLong(Dispensable::nanos).reversed())
        .limit(Math.max(1, maxConnections / CLOSED_SHARE))
        .forEach(each -> close(each.wire(), "too_many_connections"));
  }

  private record Dispensable(Wire wire, long nanos) {}

  private static void close(Wire wire, String reason) {
    LOG.log(Level.DEBUG, LogEvent.of("connection_closed").with("reason", reason));
    try {
      wire.close();
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, LogEvent.of("connection_not_closed").toString(), e);
    }
  }
}
