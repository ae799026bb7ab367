package io.flowforge.condition;

import io.flowforge.condition.evaluation.CompiledCondition;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled conditions that were used last. Thread-safe. A condition takes memory in proportion
 * to its length, about a hundred bytes for each character, so the length of all together is
 * bounded.
 */
final class KeptConditions {

  private static final int MAX_CHARACTERS = 20_000;

  private final Map<String, CompiledCondition> byText = new LinkedHashMap<>(16, 0.75f, true);
  private int characters;

  /** Returns the condition, or null if it is not kept. */
  synchronized @Nullable CompiledCondition find(String text) {
    return byText.get(text);
  }

  /** Keeps the condition, and drops those that have not been used for the longest time. */
  synchronized void keep(String text, CompiledCondition condition) {
    if (byText.put(text, condition) == null) {
      characters += text.length();
    }
    for (Iterator<String> texts = byText.keySet().iterator(); characters > MAX_CHARACTERS; ) {
      characters -= texts.next().length();
      texts.remove();
    }
  }

  synchronized int characters() {
    return characters;
  }
}
