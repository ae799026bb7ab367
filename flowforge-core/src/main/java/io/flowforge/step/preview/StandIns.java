package io.flowforge.step.preview;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.step.PlaceholderValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Stand-ins for the values that a preview must not or cannot know: secrets, and what exists only
 * while a request runs. A stand-in consists of letters and digits, which no rule escapes or
 * refuses, and gives way to what people read when the call is put together.
 */
final class StandIns {

  /** What people read in place of a secret. */
  static final String SECRET = "***";

  /** The beginnings of placeholders for values of a run. */
  private static final List<String> OF_A_RUN = List.of("steps.", "request.", "callback.");

  /** The number of digits after the word: more than a pipeline can have placeholders. */
  private static final int DIGITS = 7;

  private final String word;
  private final List<String> names = new ArrayList<>();

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
   * Returns values with stand-ins.
   *
   * @param known the values of form data and their defaults
   * @param placeholders the names in the parameters of a step
   * @param fields the names of the form's fields: in an old pipeline, one that begins like another
   *     value is a field
   */
  PlaceholderValues fill(
      PlaceholderValues known, Set<String> placeholders, Collection<String> fields) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.setAll(known.formData());
    for (String placeholder : placeholders) {
      boolean isOther =
          SecretName.isReference(placeholder)
              || OF_A_RUN.stream().anyMatch(placeholder::startsWith);
      if (isOther && !fields.contains(placeholder)) {
        all.put(placeholder, standInFor(placeholder));
      }
    }
    return new PlaceholderValues(all, known.repeated());
  }

  /** Returns the text with what people read in place of the stand-ins. */
  String shown(String text) {
    int found = text.indexOf(word);
    if (found < 0) {
      return text;
    }
    var shown = new StringBuilder();
    int at = 0;
    while (found >= 0) {
      int end = found + word.length() + DIGITS;
      String name = names.get(Integer.parseInt(text.substring(found + word.length(), end)));
      shown.append(text, at, found).append(SecretName.isReference(name) ? SECRET : ofRun(name));
      at = end;
      found = text.indexOf(word, at);
    }
    return shown.append(text, at, text.length()).toString();
  }

  private String standInFor(String placeholder) {
    int known = names.indexOf(placeholder);
    if (known < 0) {
      names.add(placeholder);
    }
    int number = known < 0 ? names.size() - 1 : known;
    return word + "0".repeat(DIGITS - Integer.toString(number).length()) + number;
  }
}
