package io.flowforge.cli.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Opened resources. Closes all of them, the latest first, even if closing one of them fails. */
final class Closer implements AutoCloseable {

  /** A resource that throws no checked exception when it is closed. */
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
      failure = close(parts.pop(), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes everything because of a failure, and returns that failure. */
  RuntimeException closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static @Nullable RuntimeException close(Part part, @Nullable RuntimeException earlier) {
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
