package io.flowforge.cli.embedded;

import java.time.Duration;
import java.util.function.Supplier;

/** Something, and how long it took to make. */
record Timed<T>(T value, Duration took) {

  static <T> Timed<T> of(Supplier<T> maker) {
    long begin = System.nanoTime();
    T value = maker.get();
    return new Timed<>(value, Duration.ofNanos(System.nanoTime() - begin));
  }
}
