package io.flowforge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Assertions about how the cost of work grows when its input grows. */
public final class Doubling {

  /** Twice as much, and what noise may add. */
  private static final double AT_MOST_LINEAR = 2.5;

  /** Eight times the input: linear work takes eight times as long, quadratic work 64 times. */
  private static final int FACTOR = 8;

  private static final int BELOW_QUADRATIC = 24;
  private static final int TRIES = 8;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Doubling() {}

  /** Asserts that twice the text reads at most about twice as many characters of it. */
  public static void readsLinearly(IntFunction<String> input, Consumer<CharSequence> work) {
    int size = 20_000;
    assertThat(charactersRead(input.apply(2 * size), work))
        .isLessThanOrEqualTo((long) (AT_MOST_LINEAR * charactersRead(input.apply(size), work)));
  }

  /** Asserts that twice the input allocates at most about twice as many bytes. */
  public static <T> void allocatesLinearly(
      int size, IntFunction<T> input, Consumer<? super T> work) {
    T warmUp = input.apply(size);
    work.accept(warmUp);
    long once = bytesAllocated(input.apply(size), work);
    long twice = bytesAllocated(input.apply(2 * size), work);
    assertThat(twice).isLessThanOrEqualTo((long) (AT_MOST_LINEAR * once));
  }

  /**
   * Asserts that the processor time grows less than quadratically. Other load can only make a
   * single try fail, so the best of several counts.
   */
  public static <T> void takesLinearTime(int size, IntFunction<T> input, Consumer<? super T> work) {
    T small = input.apply(size);
    T large = input.apply(FACTOR * size);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && least > BELOW_QUADRATIC; i++) {
      long once = Math.max(1, processorTime(small, work));
      least = Math.min(least, (double) processorTime(large, work) / once);
    }
    assertThat(least).isLessThanOrEqualTo(BELOW_QUADRATIC);
  }

  private static long charactersRead(String text, Consumer<CharSequence> work) {
    var counting = new CountingText(text);
    work.accept(counting);
    return counting.count();
  }

  private static <T> long bytesAllocated(T input, Consumer<? super T> work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.accept(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static <T> long processorTime(T input, Consumer<? super T> work) {
    long before = THREADS.getCurrentThreadCpuTime();
    work.accept(input);
    return THREADS.getCurrentThreadCpuTime() - before;
  }
}
