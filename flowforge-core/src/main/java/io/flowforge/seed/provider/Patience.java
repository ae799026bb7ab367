package io.flowforge.seed.provider;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.AccountReply;
import io.flowforge.identity.AccountReply.Busy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The repetition of calls while the identity provider is busy, with limits on attempts and time.
 * For use by one thread.
 */
final class Patience {

  /** The pauses of a run; a test replaces it. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * Limits.
   *
   * @param failures the maximum number of attempts of a call that fail for another reason than too
   *     many calls
   * @param rejections the maximum number of attempts of a call that are too many
   * @param pause the longest pause that the provider may ask for
   * @param waiting the maximum length of all pauses of a run
   * @param total the maximum length of a run
   */
  record Limits(int failures, int rejections, Duration pause, Duration waiting, Duration total) {

    static final Limits USUAL =
        new Limits(6, 30, Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofHours(2));
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int MAX_DOUBLINGS = 4;

  private final Limits limits;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final CreationProgress progress;
  private Duration waited = Duration.ZERO;
  private @Nullable Instant begin;

  Patience(Limits limits, InstantSource clock, Sleeper sleeper, CreationProgress progress) {
    this.limits = limits;
    this.clock = clock;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /**
   * Makes a call until the provider replies something else than that it is busy.
   *
   * @throws UnavailableException if a limit is reached
   */
  AccountReply reply(Supplier<AccountReply> call) {
    int failures = 0;
    int rejections = 0;
    while (true) {
      requireTime();
      AccountReply reply = call.get();
      if (!(reply instanceof Busy busy)) {
        return reply;
      }
      if (busy.isRateLimit()) {
        rejections++;
      } else {
        failures++;
      }
      if (failures >= limits.failures() || rejections >= limits.rejections()) {
        throw new UnavailableException(
            "the identity provider did not do what it was asked in %d attempts (%s)"
                .formatted(failures + rejections, busy.reason()));
      }
      pause(busy, failures + rejections);
    }
  }

  private void requireTime() {
    Instant now = clock.instant();
    if (begin == null) {
      begin = now;
    }
    if (Duration.between(begin, now).compareTo(limits.total()) > 0) {
      throw new UnavailableException(
          "creating users took more than %d minutes".formatted(limits.total().toMinutes()));
    }
  }

  private void pause(Busy busy, int attempts) {
    Duration least = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
    Duration asked = busy.delay().orElse(least);
    // A header that says "now" must not make this a busy loop.
    Duration pause = asked.compareTo(FIRST_PAUSE) < 0 ? least : asked;
    if (pause.compareTo(limits.pause()) > 0) {
      throw new UnavailableException(
          "the identity provider (%s) asks to wait %d s, more than the %d s that this command waits"
              .formatted(busy.reason(), pause.toSeconds(), limits.pause().toSeconds()));
    }
    waited = waited.plus(pause);
    if (waited.compareTo(limits.waiting()) > 0) {
      throw new UnavailableException(
          "the identity provider (%s) was waited for in vain for %d minutes in all"
              .formatted(busy.reason(), limits.waiting().toMinutes()));
    }
    progress.waits(busy.reason(), pause);
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for the identity provider", e);
    }
  }
}
