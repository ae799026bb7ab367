package io.flowforge.server.edge.client;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures how long one client makes the server wait. Thread-safe. */
public final class WaitClock {

  private enum Wait {
    NONE,
    IDLE,
    RECEIVING,
    SENDING,
    LINGERING
  }

  /** The time after which a client that is using its connection may lose it to others. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private final ClientTimes times;
  private final LongSupplier nanoTime;
  private boolean isIdle = true;
  private Wait wait = Wait.NONE;
  private long since;
  private long receivingNanos;
  private long receivedBytes;
  private long sendingNanos;
  private long sentBytes;

  /**
   * Creates the clock of a new connection.
   *
   * @param nanoTime a source of time such as {@link System#nanoTime}
   */
  public WaitClock(ClientTimes times, LongSupplier nanoTime) {
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /** Records that the last exchange is over and that another request may come. */
  public synchronized void awaitRequest() {
    isIdle = true;
    sendingNanos = 0;
    sentBytes = 0;
  }

  /** Records that what is sent from here on is measured by itself. */
  public synchronized void beginResponse() {
    sendingNanos = 0;
    sentBytes = 0;
  }

  /** Records that the first bytes of a request have arrived. */
  public synchronized void beginRequest(int bytes) {
    isIdle = false;
    receivingNanos = 0;
    receivedBytes = bytes;
  }

  synchronized void startReceiving() {
    start(isIdle ? Wait.IDLE : Wait.RECEIVING);
  }

  synchronized void startSending() {
    start(Wait.SENDING);
  }

  /** Records that the connection only waits for the client to close it. */
  synchronized void startLingering() {
    start(Wait.LINGERING);
  }

  /** Records the end of a wait in which this many bytes were transferred. */
  synchronized void stop(int bytes) {
    long nanos = nanoTime.getAsLong() - since;
    if (wait == Wait.RECEIVING) {
      receivingNanos += nanos;
      receivedBytes += Math.max(0, bytes);
    } else if (wait == Wait.SENDING) {
      sendingNanos += nanos;
      sentBytes += Math.max(0, bytes);
    }
    wait = Wait.NONE;
  }

  /** Returns which limit the client has exceeded, or null if none. */
  synchronized @Nullable String overdue() {
    long current = nanoTime.getAsLong() - since;
    return switch (wait) {
      // The connection limits how long it lingers.
      case NONE, LINGERING -> null;
      case IDLE -> current > times.idle().toNanos() ? "idle" : null;
      case RECEIVING -> {
        long nanos = receivingNanos + current;
        if (nanos > times.request().toNanos()) {
          yield "request_timeout";
        }
        if (current > times.silence().toNanos()) {
          yield "silent";
        }
        yield times.rate().isMissed(receivedBytes, nanos) ? "request_too_slow" : null;
      }
      case SENDING -> {
        long nanos = sendingNanos + current;
        if (nanos > times.response().toNanos()) {
          yield "response_timeout";
        }
        yield times.rate().isMissed(sentBytes, nanos) ? "response_too_slow" : null;
      }
    };
  }

  /**
   * Returns how long the client has made the server wait in this exchange, if it does so now and
   * may lose its connection to others.
   */
  synchronized OptionalLong dispensableNanos() {
    long current = nanoTime.getAsLong() - since;
    if (wait == Wait.IDLE) {
      return OptionalLong.of(current);
    }
    long nanos =
        switch (wait) {
          case NONE, IDLE -> 0;
          case RECEIVING -> receivingNanos + current;
          case SENDING -> sendingNanos + current;
          case LINGERING -> current;
        };
    return nanos > GRACE.toNanos() ? OptionalLong.of(nanos) : OptionalLong.empty();
  }

  private void start(Wait next) {
    wait = next;
    since = nanoTime.getAsLong();
  }
}
