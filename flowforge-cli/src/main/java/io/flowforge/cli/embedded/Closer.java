package io.flowforge.cli.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has been opened so far. Closes the latest first, and all of it whatever fails. */
final class Closer implements AutoCloseable {

  /** Something to close without a checked exception. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();

  synchronized void add(Part part) {
    parts.push(part);
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      failure = closed(parts.pop(), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes everything because of a failure, and returns that failure. */
  RuntimeException closedAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static @Nullable RuntimeException closed(Part part, @Nullable RuntimeException earlier) {
    try {
      part.close();
      return earlier;
    } catch (RuntimeException e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }
}
