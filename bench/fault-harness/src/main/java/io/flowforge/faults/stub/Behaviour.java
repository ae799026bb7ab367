package io.flowforge.faults.stub;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A way in which the target treats a call. */
public enum Behaviour {
  PROMPT(0.82, 20, 400, true, true),
  SLOW(0.13, 800, 2_500, true, true),
  RESPONDS_500_WITHOUT_EFFECT(0.015, 5, 50, false, false),
  RESPONDS_500_AFTER_EFFECT(0.01, 5, 50, true, false),
  REFUSES(0.01, 0, 5, false, false),
  CLOSES_AFTER_EFFECT(0.01, 5, 50, true, false),
  HANGS_AFTER_EFFECT(0.005, 10_000, 10_001, true, false),

  /** As long as the target is there. No call is treated so at random. */
  HANGS(0, 86_400_000, 86_400_001, false, false);

  private final double share;
  private final int minMillis;
  private final int maxMillis;
  private final boolean hasEffect;
  private final boolean succeeds;

  Behaviour(double share, int minMillis, int maxMillis, boolean hasEffect, boolean succeeds) {
    this.share = share;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.hasEffect = hasEffect;
    this.succeeds = succeeds;
  }

  /** Returns a random behaviour, each with the probability of its share. */
  public static Behaviour any(RandomGenerator random) {
    double left = random.nextDouble();
    for (Behaviour behaviour : values()) {
      left -= behaviour.share;
      if (left < 0) {
        return behaviour;
      }
    }
    return PROMPT;
  }

  boolean hasEffect() {
    return hasEffect;
  }

  /** Returns whether the response is 200. */
  public boolean succeeds() {
    return succeeds;
  }

  /** Returns whether the connection is closed without a response. */
  boolean isSilent() {
    return switch (this) {
      case REFUSES, CLOSES_AFTER_EFFECT, HANGS_AFTER_EFFECT, HANGS -> true;
      case PROMPT, SLOW, RESPONDS_500_WITHOUT_EFFECT, RESPONDS_500_AFTER_EFFECT -> false;
    };
  }

  /** Returns a random duration of such a call. */
  public Duration duration(RandomGenerator random) {
    return Duration.ofMillis(random.nextInt(minMillis, maxMillis));
  }
}
