package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks for what has happened: every half second, and at once after a transition of
 * this server. While nobody watches, it asks nothing. Thread-safe.
 */
final class Lookout implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Lookout.class.getName());

  /** What other servers do shows after this time at the latest. */
  static final Duration INTERVAL = Duration.ofMillis(500);

  /** However much happens here, it looks no more often than this. */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(50);

  /** The pause after a failure. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long the end waits for a look that is under way. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final BooleanSupplier isNeeded;
  private final BooleanSupplier look;
  private final Duration patience;
  private @Nullable Thread thread;
  private boolean isWoken;
  private boolean isClosed;

  /**
   * Creates it; the thread starts when it is needed for the first time.
   *
   * @param name of what it looks for
   * @param isNeeded whether anybody watches
   * @param look looks once, and returns whether there is more to see at once
   */
  Lookout(String name, BooleanSupplier isNeeded, BooleanSupplier look) {
    this(name, isNeeded, look, PATIENCE);
  }

  /**
   * @param patience how long {@link #close} waits for a look that is under way
   */
  Lookout(String name, BooleanSupplier isNeeded, BooleanSupplier look, Duration patience) {
    this.patience = patience;
    this.name = name;
    this.isNeeded = isNeeded;
    this.look = look;
  }

  /** Begins to look, because somebody watches; does nothing if it does so already. */
  synchronized void begin() {
    if ((thread == null || !thread.isAlive()) && !isClosed) {
      thread = Thread.ofPlatform().daemon().name("lookout-" + name).start(this::run);
    }
    notifyAll();
  }

  /** Looks soon, because something has happened that somebody watches. */
  synchronized void wake() {
    isWoken = true;
    notifyAll();
  }

  private void run() {
    try {
      Duration pause = INTERVAL;
      while (isToLook(pause)) {
        pause = pauseAfterLook();
      }
    } catch (InterruptedException e) {
      // The process stops; viewers are told by whoever stops it.
      Thread.currentThread().interrupt();
    }
  }

  private Duration pauseAfterLook() {
    try {
      return look.getAsBoolean() ? Duration.ZERO : INTERVAL;
    } catch (UnavailableException e) {
      LOG.log(Level.DEBUG, LogEvent.of("live_look_postponed").with("reason", e.userMessage()));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, LogEvent.of("live_look_failed").toString(), e);
    }
    return PAUSE;
  }

  /** Waits until it is time to look; returns false when this is closed. */
  private synchronized boolean isToLook(Duration pause) throws InterruptedException {
    long begin = System.nanoTime();
    // Transitions that follow one another are looked at together.
    while (!isClosed && waits(begin, pause.isZero() ? pause : MIN_INTERVAL)) {
      wait(millisUntil(begin, MIN_INTERVAL));
    }
    while (!isClosed && !isNeeded.getAsBoolean()) {
      isWoken = false;
      wait();
    }
    while (!isClosed && !isWoken && waits(begin, pause)) {
      wait(millisUntil(begin, pause));
    }
    isWoken = false;
    return !isClosed;
  }

  private static boolean waits(long begin, Duration time) {
    return System.nanoTime() - begin < time.toNanos();
  }

  private static long millisUntil(long begin, Duration time) {
    return Math.max(1, time.minusNanos(System.nanoTime() - begin).toMillis());
  }

  /** Ends the thread, and waits for the look that is under way: stores are closed after this. */
  @Override
  public void close() {
    Thread looking = end();
    try {
      if (looking != null) {
        var _ = looking.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Thread end() {
    isClosed = true;
    notifyAll();
    return thread;
  }
}
