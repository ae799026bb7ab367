package io.flowforge.server.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The time of this machine, until somebody turns it forward or stops it. */
public final class TestClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;
  private volatile @Nullable Instant frozen;

  public void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  /** From now on it only goes on when somebody turns it forward. */
  public void freeze() {
    frozen = Instant.now();
  }

  @Override
  public Instant instant() {
    Instant begin = frozen;
    return (begin == null ? Instant.now() : begin).plus(ahead);
  }
}
