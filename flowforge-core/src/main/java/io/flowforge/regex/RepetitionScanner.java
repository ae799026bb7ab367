package io.flowforge.regex;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates, from the text alone, how many steps a regular expression has once its counted
 * repetitions are written out. Never estimates less than that for a valid expression, apart from a
 * constant factor. Reads each character once.
 */
final class RepetitionScanner {

  /** Above every limit; sums and products stop here. */
  private static final long HUGE = 1L << 40;

  private final String expression;
  private int at;

  /** The sizes of the groups that are open, without what is in the innermost one. */
  private final Deque<Long> outer = new ArrayDeque<>();

  /** The size of the innermost open group, without its last part. */
  private long sum;

  /** The size of the last part, to which a repetition applies. */
  private long last;

  RepetitionScanner(String expression) {
    this.expression = expression;
  }

  long size() {
    while (at < expression.length()) {
      char next = expression.charAt(at++);
      switch (next) {
        case '(' -> {
          outer.push(sum + last);
          sum = 0;
          last = 0;
        }
        case ')' -> {
          last = Math.min(HUGE, sum + last + 1);
          sum = outer.isEmpty() ? 0 : outer.pop();
        }
        case '{' -> repeat();
        case '[' -> {
          skipClass();
          part(1);
        }
        case '\\' -> escape();
        case '*', '+', '?' -> last = Math.min(HUGE, last + 1);
        default -> part(1);
      }
    }
    long total = sum + last;
    for (long group : outer) {
      total += group;
    }
    return Math.min(HUGE, total);
  }

  private void part(long size) {
    sum = Math.min(HUGE, sum + last);
    last = size;
  }

  /** Multiplies the last part if a count follows; braces without one are characters. */
  private void repeat() {
    int end = expression.indexOf('}', at);
    long count = end < 0 ? -1 : count(expression.substring(at, end));
    if (count < 0) {
      part(1);
      return;
    }
    at = end + 1;
    last = Math.min(HUGE, last * Math.max(1, count) + count);
  }

  /** Returns the higher number of {@code n}, {@code n,} or {@code n,m}; -1 if it is none. */
  private static long count(String braces) {
    long number = 0;
    long highest = -1;
    for (char each : braces.toCharArray()) {
      if (each == ',') {
        number = 0;
      } else if (each >= '0' && each <= '9') {
        number = Math.min(1_000_000, number * 10 + (each - '0'));
        highest = Math.max(highest, number);
      } else {
        return -1;
      }
    }
    return highest;
  }

  private void escape() {
    if (at >= expression.length()) {
      return;
    }
    if (expression.charAt(at++) == 'Q') {
      int end = expression.indexOf("\\E", at);
      int literalEnd = end < 0 ? expression.length() : end;
      sum = Math.min(HUGE, sum + last + (literalEnd - at));
      last = 1;
      at = end < 0 ? literalEnd : end + 2;
    } else {
      part(1);
    }
  }

  /** Goes behind the end of a class such as {@code [^]a[:alpha:]]}. */
  private void skipClass() {
    if (at < expression.length() && expression.charAt(at) == '^') {
      at++;
    }
    boolean isFirst = true;
    while (at < expression.length()) {
      char next = expression.charAt(at++);
      if (next == ']' && !isFirst) {
        return;
      }
      if (next == '\\') {
        at++;
      } else if (next == '[' && at < expression.length() && expression.charAt(at) == ':') {
        int end = expression.indexOf(":]", at);
        at = end < 0 ? at : end + 2;
      }
      isFirst = false;
    }
  }
}
