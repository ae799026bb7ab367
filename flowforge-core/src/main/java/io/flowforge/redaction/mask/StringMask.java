package io.flowforge.redaction.mask;

import java.util.function.Predicate;

/** Masks the secrets in a string that may be of any format. */
final class StringMask {

  private StringMask() {}

  static String masked(String text, Predicate<String> isSecret) {
    return text.stripLeading().startsWith("<")
        ? new MarkupMask(text, isSecret).masked()
        : new TextMask(text, isSecret, 0).masked();
  }
}
