package io.flowforge.redaction;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A set of strings that are searched for all at once, in a time that hardly grows. Immutable. */
final class SecretMatcher {

  /**
   * One of the strings.
   *
   * @param prefix the longest other one that is a prefix of it; null if there is none
   */
  private record Secret(String text, @Nullable Secret prefix) {}

  private final NavigableMap<String, Secret> sorted = new TreeMap<>();
  private final int maxLength;

  SecretMatcher(Collection<String> secrets) {
    Secret last = null;
    for (String text : new TreeSet<>(secrets)) {
      last = new Secret(text, longestPrefix(text, last));
      sorted.put(text, last);
    }
    maxLength = secrets.stream().mapToInt(String::length).max().orElse(0);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  /** Returns the length of the longest match that begins at a position; 0 if there is none. */
  int lengthAt(String text, int at) {
    String rest = text.substring(at, Math.min(at + maxLength, text.length()));
    // All prefixes of the rest are also prefixes of the last string that sorts before it.
    Map.Entry<String, Secret> floor = sorted.floorEntry(rest);
    Secret match = floor == null ? null : longestPrefix(rest, floor.getValue());
    return match == null ? 0 : match.text().length();
  }

  private static @Nullable Secret longestPrefix(String text, @Nullable Secret first) {
    Secret candidate = first;
    while (candidate != null && !text.startsWith(candidate.text())) {
      candidate = candidate.prefix();
    }
    return candidate;
  }
}
