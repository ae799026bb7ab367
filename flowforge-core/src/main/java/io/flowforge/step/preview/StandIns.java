package io.flowforge.step.preview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stand-ins for the values that a preview must not or cannot know: secrets, and what exists only
 * while a request runs. A stand-in consists of letters and digits, which no rule escapes or
 * refuses, and gives way to what people read when the call is put together. Not thread-safe.
 */
final class StandIns {

  /** What people read in place of a secret. */
  static final String SECRET = "***";

  /** The number of digits after the word: more than a pipeline can have placeholders. */
  private static final int DIGITS = 7;

  private final String word;
  private final List<String> shown = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param word letters and digits that occur nowhere else
   */
  StandIns(String word) {
    this.word = word;
  }

  /** Returns what people read in place of a value of a run: {@code ⟨steps.repo.id⟩}. */
  static String ofRun(String placeholder) {
    return "⟨" + placeholder + "⟩";
  }

  /**
   * Returns the stand-in for a value.
   *
   * @param text what people read
   */
  String standInFor(String text) {
    int number =
        numbers.computeIfAbsent(
            text,
            _ -> {
              shown.add(text);
              return shown.size() - 1;
            });
    return word + "0".repeat(DIGITS - Integer.toString(number).length()) + number;
  }

  /** Tests whether a text contains a stand-in. */
  boolean areIn(String text) {
    return text.contains(word);
  }

  /** Returns the text with what people read in place of the stand-ins. */
  String shown(String text) {
    int found = text.indexOf(word);
    if (found < 0) {
      return text;
    }
    var all = new StringBuilder();
    int at = 0;
    while (found >= 0) {
      int end = found + word.length() + DIGITS;
      int number = Integer.parseInt(text.substring(found + word.length(), end));
      all.append(text, at, found).append(shown.get(number));
      at = end;
      found = text.indexOf(word, at);
    }
    return all.append(text, at, text.length()).toString();
  }
}
