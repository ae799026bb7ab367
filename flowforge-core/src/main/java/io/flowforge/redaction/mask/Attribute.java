package io.flowforge.redaction.mask;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute of a tag.
 *
 * @param begin the index of its value, without the quote
 * @param end the index after its value
 */
record Attribute(String name, int begin, int end) {

  /** Returns the attributes between two positions. */
  static List<Attribute> of(String text, int from, int to) {
    List<Attribute> attributes = new ArrayList<>();
    int at = from;
    while (at < to) {
      int equals = text.indexOf('=', at, to);
      if (equals < 0) {
        break;
      }
      int value = Math.min(Words.afterBlanks(text, equals + 1), to);
      boolean isQuoted = value < to && (text.charAt(value) == '"' || text.charAt(value) == '\'');
      int begin = isQuoted ? value + 1 : value;
      int end = begin;
      while (end < to && !ends(text.charAt(end), isQuoted ? text.charAt(value) : ' ')) {
        end++;
      }
      attributes.add(new Attribute(lastWord(text.substring(at, equals)), begin, end));
      at = end + 1;
    }
    return attributes;
  }

  String value(String text) {
    return text.substring(begin, end);
  }

  private static boolean ends(char c, char quote) {
    return quote == ' ' ? Character.isWhitespace(c) : c == quote;
  }

  private static String lastWord(String text) {
    String words = text.strip();
    int begin = words.length();
    while (begin > 0 && !Character.isWhitespace(words.charAt(begin - 1))) {
      begin--;
    }
    return words.substring(begin);
  }
}
