package io.flowforge.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What an expression may cost, found before it is compiled: compiling copies what is repeated, and
 * folding the case of large classes takes minutes. Finds too much rather than too little. Reads
 * each character once. Not thread-safe.
 */
final class PatternScan {

  /** How much larger the estimate may be than the program, which is limited by itself. */
  private static final long ESTIMATE_PER_INSTRUCTION = 10;

  /** The maximum number of classes by properties such as {@code \pL}, which have many ranges. */
  private static final int MAX_PROPERTIES = 20;

  /** The maximum number of instructions of one character, with a part of its repetition. */
  private static final long CHARACTER = 2;

  /** The maximum number of instructions of a group, without what is in it. */
  private static final long GROUP = 3;

  private static final int MAX_COUNT_DIGITS = 9;

  private static final int NOWHERE = -1;

  private final String pattern;
  private final PatternLimits limits;
  private final Deque<Long> outer = new ArrayDeque<>();

  /** The size of the open group, without its last element. */
  private long before;

  /** The size of the last element, which a repetition would repeat. */
  private long last;

  private int properties;
  private boolean ignoresCase;

  /** Where the first class begins that may be larger than ASCII. */
  private int largeClass = NOWHERE;

  PatternScan(String pattern, PatternLimits limits) {
    this.pattern = pattern;
    this.limits = limits;
  }

  static PatternProblem tooLarge(PatternLimits limits) {
    return new PatternProblem(
        0,
        "is too large: it must have at most %d instructions, and a repetition such as x{9} counts as often as it repeats"
            .formatted(limits.maxInstructions()),
        "repeat less");
  }

  /** Returns the estimate of the steps of a compilation; 0 for an expression with a problem. */
  long estimate() {
    return problem().isPresent() ? 0 : outer.stream().reduce(size(), Long::sum);
  }

  /** Returns why the expression is not even compiled. */
  Optional<PatternProblem> problem() {
    if (pattern.length() > limits.maxLength()) {
      return ofWhole(
          "has %,d characters".formatted(pattern.length()),
          "use at most %,d".formatted(limits.maxLength()));
    }
    int at = 0;
    while (at < pattern.length()) {
      if (pattern.startsWith("(?", at) && setsFlag(at + 2)) {
        if (!limits.allowsIgnoreCase()) {
          return at(at, "the flag i is not supported", "write both cases, such as [Aa]");
        }
        ignoresCase = true;
      }
      at = next(at);
      if (size() > ESTIMATE_PER_INSTRUCTION * limits.maxInstructions()) {
        return Optional.of(tooLarge(limits));
      }
    }
    if (properties > MAX_PROPERTIES) {
      return ofWhole(
          "has %d classes such as \\pL".formatted(properties),
          "use at most %d".formatted(MAX_PROPERTIES));
    }
    return ignoresCase && largeClass != NOWHERE
        ? at(
            largeClass,
            "the flag i does not work with this class, which is not of ASCII characters only",
            "write both cases, such as [Aa], without the flag")
        : Optional.empty();
  }

  private static Optional<PatternProblem> ofWhole(String reason, String cure) {
    return Optional.of(new PatternProblem(0, reason, cure));
  }

  private Optional<PatternProblem> at(int index, String reason, String cure) {
    return Optional.of(new PatternProblem(pattern.codePointCount(0, index) + 1, reason, cure));
  }

  /** Returns whether the flags at a position contain i. */
  private boolean setsFlag(int from) {
    for (int at = from; at < pattern.length(); at++) {
      char flag = pattern.charAt(at);
      if (flag == 'i') {
        return true;
      }
      if (flag == 'P' || !(flag == '-' || flag == '^' || Character.isLetter(flag))) {
        return false;
      }
    }
    return false;
  }

  /** Reads what begins at a position and returns where it ends. */
  private int next(int at) {
    switch (pattern.charAt(at)) {
      case '\\' -> {
        return pattern.startsWith("Q", at + 1) ? quotation(at + 2) : escape(at);
      }
      case '[' -> {
        element(CHARACTER);
        return endOfClass(at);
      }
      case '(' -> {
        outer.push(before + last);
        before = 0;
        last = 0;
      }
      case ')' -> {
        long group = size() + GROUP;
        before = outer.isEmpty() ? before + last : outer.pop();
        last = group;
      }
      case '{' -> {
        return repetition(at);
      }
      default -> element(CHARACTER);
    }
    return at + 1;
  }

  private int escape(int backslash) {
    countProperty(backslash);
    element(CHARACTER);
    return backslash + 2;
  }

  private void countProperty(int backslash) {
    if (pattern.startsWith("p", backslash + 1) || pattern.startsWith("P", backslash + 1)) {
      properties++;
    }
  }

  /** Reads what stands for itself, up to {@code \E} or the end. */
  private int quotation(int from) {
    int end = pattern.indexOf("\\E", from);
    for (int at = from; at < (end < 0 ? pattern.length() : end); at++) {
      element(CHARACTER);
    }
    return end < 0 ? pattern.length() : end + 2;
  }

  /** Returns where a class ends; its parentheses group nothing. */
  private int endOfClass(int bracket) {
    int at = pattern.startsWith("^", bracket + 1) ? bracket + 2 : bracket + 1;
    // A bracket that comes first is a member.
    at = pattern.startsWith("]", at) ? at + 1 : at;
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
      if (largeClass == NOWHERE && mayBeginLargeRange(at)) {
        largeClass = bracket;
      }
      if (named >= 0) {
        at = named + 2;
      } else if (pattern.charAt(at) == '\\') {
        countProperty(at);
        at += 2;
      } else {
        at++;
      }
    }
    return at + 1;
  }

  /** Returns whether a member of a class is no character of ASCII, or hides which one it is. */
  private boolean mayBeginLargeRange(int at) {
    if (pattern.charAt(at) != '\\') {
      return pattern.charAt(at) > 0x7f;
    }
    char escaped = at + 1 < pattern.length() ? pattern.charAt(at + 1) : '\\';
    return escaped == 'x' || escaped > 0x7f || (escaped >= '0' && escaped <= '9');
  }

  private void element(long size) {
    before += last;
    last = size;
  }

  /** Multiplies the last element if the brace begins a repetition such as {3}, {3,} or {3,9}. */
  private int repetition(int brace) {
    int comma = endOfDigits(brace + 1);
    int end =
        comma < pattern.length() && pattern.charAt(comma) == ',' ? endOfDigits(comma + 1) : comma;
    if (comma == brace + 1 || end >= pattern.length() || pattern.charAt(end) != '}') {
      element(CHARACTER);
      return brace + 1;
    }
    long min = count(brace + 1, comma);
    long max = end == comma ? min : end == comma + 1 ? min + 1 : count(comma + 1, end);
    last = Math.multiplyExact(Math.max(last, CHARACTER), Math.max(Math.max(min, max), 1));
    return end + 1;
  }

  /** A count that is too large for the syntax is refused when the expression is compiled. */
  private long count(int from, int to) {
    return to - from > MAX_COUNT_DIGITS ? 1 : Integer.parseInt(pattern, from, to, 10);
  }

  private int endOfDigits(int from) {
    int at = from;
    while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private long size() {
    return before + last;
  }
}
