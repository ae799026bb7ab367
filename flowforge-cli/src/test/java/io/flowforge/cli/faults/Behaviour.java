package io.flowforge.cli.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How the target treats a call; only those that succeed, when the effect has happened already. */
enum Behaviour {
  PROMPT(0.82, 20, 400, true, true),
  SLOW(0.13, 800, 2_500, true, true),
  ANSWERS_500_WITHOUT_EFFECT(0.015, 5, 50, false, false),
  ANSWERS_500_AFTER_THE_EFFECT(0.01, 5, 50, true, false),
  REFUSES(0.01, 0, 5, false, false),
  CLOSES_AFTER_THE_EFFECT(0.01, 5, 50, true, false),
  HANGS_AFTER_THE_EFFECT(0.005, 10_000, 10_001, true, false);

  private final double share;
  private final int leastMillis;
  private final int mostMillis;
  private final boolean hasEffect;
  private final boolean succeeds;

  Behaviour(double share, int leastMillis, int mostMillis, boolean hasEffect, boolean succeeds) {
    this.share = share;
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
    this.hasEffect = hasEffect;
    this.succeeds = succeeds;
  }

  /** One of them, each as often as its share says. */
  static Behaviour any(RandomGenerator random) {
    double left = random.nextDouble();
    for (Behaviour behaviour : values()) {
      left -= behaviour.share;
      if (left < 0) {
        return behaviour;
      }
    }
    return PROMPT;
  }

  /** Whether what was called for is done. */
  boolean hasEffect() {
    return hasEffect;
  }

  /** Whether the answer is 200. */
  boolean succeeds() {
    return succeeds;
  }

  /** Whether the connection is closed without an answer. */
  boolean isSilent() {
    return this == REFUSES || this == CLOSES_AFTER_THE_EFFECT || this == HANGS_AFTER_THE_EFFECT;
  }

  /** How long a call takes. */
  Duration duration(RandomGenerator random) {
    return Duration.ofMillis(random.nextInt(leastMillis, mostMillis));
  }
}
