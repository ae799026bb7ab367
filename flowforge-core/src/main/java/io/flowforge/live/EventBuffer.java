package io.flowforge.live;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfClosing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The events that a viewer has yet to read: bounded, so that one who does not read costs others
 * nothing. Whoever adds never waits. Thread-safe; one thread takes.
 */
final class EventBuffer {

  static final int MAX_EVENTS = 500;

  /** In bytes of memory. A single event may be larger. */
  static final long MAX_COST = 128 * 1024;

  private final BufferBudget budget;
  private final Queue<LiveEvent> events = new ArrayDeque<>();
  private long cost;

  /** The cost of the event that was taken last, which is being written. */
  private long writing;

  private @Nullable OfClosing closing;

  EventBuffer(BufferBudget budget) {
    this.budget = budget;
  }

  /** Adds an event. If there is no room, the viewer is too slow, and its stream is closed. */
  synchronized void add(LiveEvent event) {
    if (closing != null) {
      return;
    }
    long added = event.cost();
    boolean isFull = !events.isEmpty() && (events.size() >= MAX_EVENTS || cost + added > MAX_COST);
    if (isFull || !budget.isTaken(added)) {
      close(CloseReason.SLOW);
      return;
    }
    cost += added;
    events.add(event);
    notifyAll();
  }

  /** Adds what the viewer itself has read, which is bounded already. */
  synchronized void addAll(Collection<? extends LiveEvent> read) {
    for (LiveEvent event : read) {
      if (closing == null && budget.isTaken(event.cost())) {
        cost += event.cost();
        events.add(event);
      } else {
        close(CloseReason.SLOW);
      }
    }
  }

  /** Ends the stream; what has not been taken is dropped, because the viewer can resume. */
  synchronized void close(CloseReason reason) {
    if (closing == null) {
      closing = new OfClosing(reason);
      events.clear();
      budget.release(cost);
      cost = 0;
      notifyAll();
    }
  }

  /** Drops what has not been taken, and adds something instead. */
  synchronized void replaceAll(LiveEvent event) {
    if (closing == null) {
      events.clear();
      budget.release(cost);
      cost = 0;
      add(event);
    }
  }

  synchronized boolean isEmpty() {
    return events.isEmpty() && closing == null;
  }

  /** Returns the next event; null if none came in time. */
  synchronized @Nullable LiveEvent take(Duration patience) throws InterruptedException {
    budget.release(writing);
    writing = 0;
    long end = System.nanoTime() + patience.toNanos();
    while (isEmpty()) {
      long millis = Duration.ofNanos(end - System.nanoTime()).plusNanos(999_999).toMillis();
      if (millis <= 0) {
        return null;
      }
      wait(millis);
    }
    LiveEvent next = events.poll();
    if (next == null) {
      return closing;
    }
    writing = next.cost();
    cost -= writing;
    return next;
  }

  /** Waits for the end of the stream, whatever has been added; null if it has not come in time. */
  synchronized @Nullable LiveEvent closing(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (closing == null) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return null;
      }
      wait(millis);
    }
    return closing;
  }

  /** Gives up everything; the viewer has gone. */
  synchronized void release() {
    close(CloseReason.LIMIT);
    budget.release(writing);
    writing = 0;
  }
}
