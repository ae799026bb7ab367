package io.flowforge.step.wait;

import io.flowforge.settings.PublicUrl;
import io.flowforge.settings.SettingsReader;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of steps that wait.
 *
 * @param max how long a step may be suspended at the most, whatever its pipeline says
 * @param publicUrl where others reach this server; empty if nobody has said so
 */
public record WaitSettings(Duration max, Optional<PublicUrl> publicUrl) {

  /** The setting of the maximum. */
  public static final String MAX = "MAX_WAIT_SECONDS";

  public static final WaitSettings DEFAULTS =
      new WaitSettings(Duration.ofDays(30), Optional.empty());

  private static final int SECONDS_PER_LEAP_YEAR = 366 * 24 * 3_600;

  /** Reads {@code MAX_WAIT_SECONDS} and {@code PUBLIC_URL}. */
  public static WaitSettings read(SettingsReader settings) {
    return new WaitSettings(
        settings.seconds(MAX, DEFAULTS.max(), 1, SECONDS_PER_LEAP_YEAR), PublicUrl.read(settings));
  }

  /** Returns what is wrong with a longer time; empty if it is allowed. */
  Optional<String> problemOf(Duration time) {
    return time.compareTo(max) <= 0
        ? Optional.empty()
        : Optional.of(
            "a step may wait for at most %d s here, which is the operator's maximum (%s)"
                .formatted(max.toSeconds(), MAX));
  }
}
