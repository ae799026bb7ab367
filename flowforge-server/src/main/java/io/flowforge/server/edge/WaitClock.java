package io.flowforge.server.edge;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures how long one client makes the server wait. Thread-safe. */
final class WaitClock {

  private enum Wait {
    NONE,
    IDLE,
    RECEIVING,
    SENDING
  }

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
  WaitClock(ClientTimes times, LongSupplier nanoTime) {
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /** Records that the last exchange is over and that another request may come. */
  synchronized void awaitRequest() {
    isIdle = true;
    sendingNanos = 0;
    sentBytes = 0;
  }

  /** Records that the first bytes of a request have arrived. */
  synchronized void beginRequest(int bytes) {
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
      case NONE -> null;
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

  /** Returns how long the connection has been waiting for a request, if it is. */
  synchronized OptionalLong idleNanos() {
    return wait == Wait.IDLE ? OptionalLong.of(nanoTime.getAsLong() - since) : OptionalLong.empty();
  }

  private void start(Wait next) {
    wait = next;
    since = nanoTime.getAsLong();
  }
}
