package io.flowforge.server.api.live;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.live.LiveStream;
import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.server.stream.StreamLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A stream that is written to its client, by the thread of the connection. */
final class StreamSession {

  /** How soon a client that has gone is noticed while nothing is written. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final byte[] BEGIN = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

  private final LiveStream stream;
  private final EventJson events;
  private final StreamLimits limits;
  private final BooleanSupplier hasLeft;
  private final Timer end;
  private final @Nullable Timer expiry;
  private final Timer check;
  private final Timer keepAlive;

  /**
   * Creates it.
   *
   * @param timeLeft how long until the caller's token expires; empty for one that does not expire
   * @param hasLeft whether the client has closed the connection
   */
  StreamSession(
      LiveStream stream,
      EventJson events,
      StreamLimits limits,
      Optional<Duration> timeLeft,
      BooleanSupplier hasLeft) {
    this.stream = stream;
    this.events = events;
    this.limits = limits;
    this.hasLeft = hasLeft;
    this.end = new Timer(limits.longest());
    // The time that is left can be longer than a timer can measure.
    this.expiry =
        timeLeft.filter(left -> left.compareTo(limits.longest()) < 0).map(Timer::new).orElse(null);
    this.check = new Timer(limits.check());
    this.keepAlive = new Timer(limits.keepAlive());
  }

  /** A time that comes. */
  private static final class Timer {

    private long begin = System.nanoTime();
    private final long nanos;

    Timer(Duration time) {
      this.nanos = time.toNanos();
    }

    boolean isOver() {
      return System.nanoTime() - begin >= nanos;
    }

    void restart() {
      begin = System.nanoTime();
    }
  }

  /**
   * Writes the stream until it ends, and returns why it has.
   *
   * @throws IOException if the client cannot be written to
   */
  String run(OutputStream body) throws IOException, InterruptedException {
    body.write(BEGIN);
    body.flush();
    boolean isFlushed = true;
    while (true) {
      LiveEvent event = stream.next(isFlushed ? patience() : Duration.ZERO);
      if (event != null) {
        body.write(events.bytes(event, stream.id()));
        keepAlive.restart();
        isFlushed = false;
        if (event instanceof LiveEvent.OfEnd) {
          return StreamMeters.END;
        }
        if (event instanceof LiveEvent.OfClosing(CloseReason reason)) {
          return reason.label();
        }
      } else if (!isFlushed) {
        body.flush();
        isFlushed = true;
      } else if (hasLeft.getAsBoolean()) {
        return StreamMeters.LEFT;
      } else if (keepAlive.isOver()) {
        body.write(KEEP_ALIVE);
        body.flush();
        keepAlive.restart();
      }
      closeIfDue();
    }
  }

  private Duration patience() {
    return limits.keepAlive().compareTo(TICK) < 0 ? limits.keepAlive() : TICK;
  }

  private void closeIfDue() {
    if (expiry != null && expiry.isOver()) {
      stream.close(CloseReason.EXPIRED);
    } else if (end.isOver()) {
      stream.close(CloseReason.LIMIT);
    } else if (check.isOver()) {
      check.restart();
      try {
        stream.requireAllowed();
      } catch (ForbiddenException | NotFoundException e) {
        stream.close(CloseReason.FORBIDDEN);
      } catch (UnavailableException e) {
        // Nobody can be asked now; what the viewer sees next comes from the same database.
        return;
      }
    }
  }
}
