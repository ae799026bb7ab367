package io.flowforge.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of this machine, until somebody turns it forward. */
final class TestClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
