package io.flowforge.cli.embedded.loopback;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest calls, in the order of arrival. Safe for use by many threads. */
final class ReceivedCalls {

  private final int capacity;
  private final Deque<ReceivedCall> latest = new ArrayDeque<>();

  ReceivedCalls(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(ReceivedCall call) {
    if (latest.size() == capacity) {
      latest.removeFirst();
    }
    latest.addLast(call);
  }

  synchronized List<ReceivedCall> list() {
    return List.copyOf(latest);
  }
}
