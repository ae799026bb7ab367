package io.flowforge.step;

import static java.util.stream.Collectors.joining;

import io.flowforge.pipeline.TemplatePiece;
import java.util.List;
import java.util.Optional;

/**
 * The characters by which a value beside other text would become a part of its own in the value of
 * a header: a second cookie, another element of a list, a parameter.
 */
final class HeaderSeparators {

  /** Separate elements, parameters and quoted strings in every header. RFC 9110, 5.6. */
  private static final String ALWAYS = ",;\"\\";

  /** Some servers separate cookies by blanks. RFC 6265 allows none in a cookie. */
  private static final String IN_COOKIES = " \t";

  /** Separators in headers that use one of them: comments, links, lists, URLs. */
  private static final List<String> IF_USED = List.of("()", "<>", "[]", "{}", "|", "@", "/?#&");

  /** Stand between the name and the value of a part. */
  private static final List<Character> BEFORE_VALUES = List.of('=', ':');

  private static final String BLANKS = " \t";

  private HeaderSeparators() {}

  /**
   * Returns the first character of a value that would separate parts.
   *
   * @param pieces the template of the header's value
   * @param index the index of the value's placeholder in the template
   */
  static Optional<Character> firstIn(
      String value, String header, List<TemplatePiece> pieces, int index) {
    String literal = literalOf(pieces);
    var separators = new StringBuilder(ALWAYS);
    if (header.equalsIgnoreCase("Cookie")) {
      separators.append(IN_COOKIES);
    }
    IF_USED.stream().filter(group -> containsAny(literal, group)).forEach(separators::append);
    String after = beginning(literalOf(pieces.subList(index + 1, pieces.size())));
    for (char separator : BEFORE_VALUES) {
      boolean isKey = after.indexOf(separator) >= 0;
      // A pair of its own, after a blank.
      boolean isPair = literal.indexOf(separator) >= 0 && containsAny(value, BLANKS);
      if (isKey || isPair) {
        separators.append(separator);
      }
    }
    return value
        .chars()
        .mapToObj(c -> (char) c)
        .filter(c -> separators.indexOf(String.valueOf(c)) >= 0)
        .findFirst();
  }

  /** Returns the text up to the next separator. */
  private static String beginning(String text) {
    int end = 0;
    while (end < text.length() && (ALWAYS + BLANKS + "&").indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }

  private static String literalOf(List<TemplatePiece> pieces) {
    return pieces.stream()
        .map(piece -> piece instanceof TemplatePiece.Literal(String text) ? text : "")
        .collect(joining());
  }

  private static boolean containsAny(String text, String characters) {
    return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
  }
}
