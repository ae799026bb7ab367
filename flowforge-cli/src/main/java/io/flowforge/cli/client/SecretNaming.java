package io.flowforge.cli.client;

import java.util.Locale;

/** Names for secrets that stood in a step. */
final class SecretNaming {

  private static final int MAX_LENGTH = 64;

  private SecretNaming() {}

  /** Returns a name such as {@code CREATE_REPOSITORY_AUTHORIZATION}. */
  static String of(String step, String path) {
    String last = path.startsWith("headers.") ? path.substring("headers.".length()) : path;
    String words = words(step) + "_" + words(last);
    String plain = words.startsWith("_") ? words.substring(1) : words;
    boolean beginsWithLetter = !plain.isEmpty() && plain.charAt(0) >= 'A' && plain.charAt(0) <= 'Z';
    return shortened(beginsWithLetter ? plain : "S_" + plain, "");
  }

  /** Returns a name with an ending, together not too long. */
  static String shortened(String name, String ending) {
    return name.substring(0, Math.min(name.length(), MAX_LENGTH - ending.length())) + ending;
  }

  /** Returns the letters and digits in upper case, with one underscore in place of all others. */
  private static String words(String text) {
    var words = new StringBuilder();
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      boolean isWord = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean isGap = !words.isEmpty() && words.charAt(words.length() - 1) != '_';
      if (isWord) {
        words.append(c);
      } else if (isGap) {
        words.append('_');
      }
    }
    int end = words.length();
    return end > 0 && words.charAt(end - 1) == '_' ? words.substring(0, end - 1) : words.toString();
  }
}
