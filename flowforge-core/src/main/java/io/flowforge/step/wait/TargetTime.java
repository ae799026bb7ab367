package io.flowforge.step.wait;

import io.flowforge.scan.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesException;

/**
 * Points in time as pipelines write them: a date and a time with an offset, or local ones with the
 * name of a time zone. A local time that clocks skip, because they are set forward, counts as that
 * much later; of one that comes twice, because they are set back, the first counts.
 */
final class TargetTime {

  static final String FORM =
      "a date and a time, such as 2026-12-24T08:00:00+01:00, or 2026-12-24T08:00 with a 'zone'";

  private static final int MAX_LENGTH = 60;

  private TargetTime() {}

  /**
   * Returns the point in time.
   *
   * @param zone empty if the text has an offset
   * @throws IllegalArgumentException if there is none; the message is a sentence that begins with
   *     the parameter
   */
  static Instant parse(String text, String zone) {
    if (text.length() > MAX_LENGTH) {
      throw noTime(text);
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (!zone.isEmpty()) {
        throw new IllegalArgumentException(
            "parameters.zone: parameters.until has an offset of its own; remove one of them");
      }
      return time;
    } catch (DateTimeParseException e) {
      return inZone(localTime(text), text, zone);
    }
  }

  /**
   * Checks the name of a time zone.
   *
   * @throws IllegalArgumentException with a sentence that begins with the parameter
   */
  static ZoneId zone(String name) {
    try {
      // Offsets and abbreviations are zones for Java, too, but follow no place through the year.
      if (name.equals("UTC") || name.indexOf('/') > 0) {
        return ZoneId.of(name);
      }
    } catch (ZoneRulesException e) {
      throw noZone(name);
    } catch (DateTimeException e) {
      throw noZone(name);
    }
    throw noZone(name);
  }

  private static Instant inZone(LocalDateTime local, String text, String zone) {
    if (zone.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters.until: '%s' has no offset; add one, such as +01:00, or a 'zone' such as Europe/Berlin"
              .formatted(text));
    }
    // Java's rule for gaps and overlaps is the one above.
    return ZonedDateTime.of(local, zone(zone)).toInstant();
  }

  private static LocalDateTime localTime(String text) {
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeParseException e) {
      throw noTime(text);
    }
  }

  private static IllegalArgumentException noTime(String text) {
    return new IllegalArgumentException(
        "parameters.until: '%s' is no point in time; write %s"
            .formatted(Excerpt.of(text, MAX_LENGTH), FORM));
  }

  private static IllegalArgumentException noZone(String name) {
    return new IllegalArgumentException(
        "parameters.zone: '%s' is no time zone; write a name of the IANA database such as Europe/Berlin, or UTC"
            .formatted(Excerpt.of(name, MAX_LENGTH)));
  }
}
