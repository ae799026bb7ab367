package io.flowforge.server.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of this machine, until somebody turns it forward. */
public final class TestClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;

  public void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
