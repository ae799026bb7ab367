package io.flowforge.cli.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest calls in the order of their arrival. Safe for use by many threads. */
final class ReceivedCalls {

  private final int capacity;
  private final Deque<ReceivedCall> latest = new ArrayDeque<>();
  private long count;

  ReceivedCalls(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(ReceivedCall call) {
    if (latest.size() == capacity) {
      latest.removeFirst();
    }
    latest.addLast(call);
    count++;
    notifyAll();
  }

  synchronized List<ReceivedCall> list() {
    return List.copyOf(latest);
  }

  synchronized long count() {
    return count;
  }

  /** Waits until so many calls have come in all, false when they have not after that time. */
  synchronized boolean await(long calls, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (count < calls) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      // Not 0, which means for ever.
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}
