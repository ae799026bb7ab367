package io.flowforge.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), 3, Duration.ofMillis(2_000));

  @ParameterizedTest
  @CsvSource({
    "1, 0.0, 50",
    "1, 0.5, 75",
    "1, 1.0, 100",
    "2, 0.0, 150",
    "2, 1.0, 300",
    "3, 0.0, 450",
    "3, 1.0, 900",
    "4, 0.0, 1000",
    "4, 0.25, 1250",
    "4, 1.0, 2000",
    "1000, 0.0, 1000",
    "1000, 1.0, 2000"
  })
  void halfOfTheDelayIsRandom(int failures, double random, long millis) {
    assertThat(BACKOFF.delayAfter(failures, new Constant(random)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  /** The same number for ever. */
  private record Constant(double value) implements RandomGenerator {

    @Override
    public double nextDouble() {
      return value;
    }

    @Override
    public long nextLong() {
      throw new AssertionError("only doubles are used");
    }
  }
}
