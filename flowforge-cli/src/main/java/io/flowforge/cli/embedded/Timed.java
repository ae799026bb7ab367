package io.flowforge.cli.embedded;

import java.time.Duration;
import java.util.function.Supplier;

/** A value, and how long its creation took. */
record Timed<T>(T value, Duration took) {

  static <T> Timed<T> of(Supplier<T> supplier) {
    long begin = System.nanoTime();
    T value = supplier.get();
    return new Timed<>(value, Duration.ofNanos(System.nanoTime() - begin));
  }
}
