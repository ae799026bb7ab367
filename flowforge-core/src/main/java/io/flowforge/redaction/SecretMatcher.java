package io.flowforge.redaction;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Words that are looked for all at once: many take hardly longer than a few. Immutable. */
final class SecretMatcher {

  /**
   * One of them.
   *
   * @param shorter the longest other one that it begins with
   */
  private record Word(String text, @Nullable Word shorter) {}

  private final NavigableMap<String, Word> sorted = new TreeMap<>();
  private final int longest;

  SecretMatcher(Collection<String> words) {
    Word last = null;
    for (String text : new TreeSet<>(words)) {
      last = new Word(text, beginningOf(text, last));
      sorted.put(text, last);
    }
    longest = words.stream().mapToInt(String::length).max().orElse(0);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  /** The length of the longest word that the text says at that place; 0 when it says none. */
  int lengthAt(String text, int at) {
    String rest = text.substring(at, Math.min(at + longest, text.length()));
    // The last word that sorts before the rest begins with all words that the rest begins with.
    Map.Entry<String, Word> before = sorted.floorEntry(rest);
    Word word = before == null ? null : beginningOf(rest, before.getValue());
    return word == null ? 0 : word.text().length();
  }

  private static @Nullable Word beginningOf(String text, @Nullable Word from) {
    Word word = from;
    while (word != null && !text.startsWith(word.text())) {
      word = word.shorter();
    }
    return word;
  }
}
