package io.flowforge.live;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.util.List;

/**
 * How far the stream of a request has come. Transitions are numbered without gaps, and the rows of
 * the log of a request are numbered in the order in which they are committed, so two numbers say
 * exactly what a viewer has.
 *
 * @param seq the number of the last transition that was sent, 0 for none
 * @param logId the number of the last row of the log that was sent, 0 for none
 */
public record StreamPosition(long seq, long logId) {

  public static final StreamPosition BEGIN = new StreamPosition(0, 0);

  private static final CharacterSet DOT = CharacterSet.of(".");
  private static final CharacterSet DIGITS = CharacterSet.of("0-9");
  private static final int MAX_DIGITS = 18;

  /**
   * Reads what {@link #toString} has written.
   *
   * @throws InvalidException if it is something else
   */
  public static StreamPosition parse(String text) {
    List<String> parts = DOT.split(text);
    if (parts.size() != 2 || !parts.stream().allMatch(StreamPosition::isNumber)) {
      throw new InvalidException(
          "the header Last-Event-ID must be the id of an event of this stream, such as 4.118; leave"
              + " it out to begin at the beginning");
    }
    return new StreamPosition(Long.parseLong(parts.getFirst()), Long.parseLong(parts.getLast()));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() <= MAX_DIGITS && DIGITS.containsAll(text);
  }

  /** Returns whether everything up to the other position has been sent. */
  boolean hasReached(StreamPosition other) {
    return seq >= other.seq && logId >= other.logId;
  }

  StreamPosition afterTransition(long number) {
    return new StreamPosition(number, logId);
  }

  StreamPosition afterLog(long number) {
    return new StreamPosition(seq, number);
  }

  @Override
  public String toString() {
    return seq + "." + logId;
  }
}
