package io.flowforge.step.http.body;

import io.flowforge.pipeline.TemplatePiece;
import io.flowforge.step.PlaceholderValues;
import java.util.Locale;

/**
 * Fills values into an XML document, so that each remains character data of the place where it
 * stands. Not thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, 2.2</a>
 */
final class XmlFilling {

  private static final String END_OF_CDATA = "]]>";
  private static final String BEGIN_OF_CDATA = "<![CDATA[";

  private final String template;
  private final PlaceholderValues values;
  private final CharsetLimit limit;
  private final XmlScanner scanner = new XmlScanner();
  private final StringBuilder filled = new StringBuilder();

  XmlFilling(String template, PlaceholderValues values, CharsetLimit limit) {
    this.template = template;
    this.values = values;
    this.limit = limit;
  }

  /** Tests whether a placeholder stands where no value is possible: in a declaration. */
  static boolean hasImpossiblePlaceholder(String template) {
    var places = new XmlScanner();
    for (TemplatePiece piece : TemplatePiece.of(template)) {
      switch (piece) {
        case TemplatePiece.Literal(String text) -> places.read(text);
        case TemplatePiece.Placeholder _ -> {
          if (places.place() == XmlPlace.DOCTYPE) {
            return true;
          }
          places.readValue("x");
        }
      }
    }
    return template.startsWith("<?xml")
        && template.indexOf("${") >= 0
        && template.indexOf("${") < template.indexOf("?>");
  }

  String filled() {
    for (TemplatePiece piece : TemplatePiece.of(template)) {
      switch (piece) {
        case TemplatePiece.Literal(String text) -> {
          scanner.read(text);
          filled.append(text);
        }
        case TemplatePiece.Placeholder(String name) -> value(name, values.text(name));
      }
    }
    return filled.toString();
  }

  private void value(String name, String value) {
    value
        .codePoints()
        .filter(codePoint -> !isXmlCharacter(codePoint))
        .findFirst()
        .ifPresent(
            codePoint -> {
              throw new IllegalArgumentException(
                  "the value of '%s' contains U+%04X, which XML cannot hold"
                      .formatted(name, codePoint));
            });
    switch (scanner.place()) {
      case CONTENT, DOUBLE_QUOTED, SINGLE_QUOTED -> value.codePoints().forEach(this::character);
      case CDATA -> cdata(value);
      case COMMENT ->
          verbatim(
              name,
              value,
              isPossibleInComment(value),
              "begin or end with a hyphen or contain two of them in an XML comment");
      case INSTRUCTION ->
          verbatim(
              name,
              value,
              value.indexOf('?') < 0 && value.indexOf('>') < 0,
              "contain '?' or '>' in an XML processing instruction");
      case TAG, MARKUP ->
          verbatim(
              name,
              value,
              isName(value, scanner.isAtBeginningOfName()),
              "contain anything but letters, digits, '.', '-' and '_' in an XML tag");
      case DOCTYPE ->
          throw new IllegalArgumentException(
              "the value of '" + name + "' cannot stand in an XML document type declaration");
    }
  }

  private boolean isPossibleInComment(String value) {
    boolean isBetweenHyphens = value.isEmpty() && scanner.endsWith('-');
    return !value.contains("--")
        && !value.startsWith("-")
        && !value.endsWith("-")
        && !isBetweenHyphens;
  }

  private void verbatim(String name, String value, boolean isPossible, String problem) {
    if (!isPossible) {
      throw new IllegalArgumentException("the value of '%s' must not %s".formatted(name, problem));
    }
    append(limit.require(name, value));
  }

  /** Appends a character of content or an attribute. */
  private void character(int c) {
    boolean isContent = scanner.place() == XmlPlace.CONTENT;
    String escaped =
        switch (c) {
          case '&' -> "&amp;";
          case '<' -> "&lt;";
          case '>' -> "&gt;";
          case '"' -> isContent ? "\"" : "&quot;";
          case '\'' -> isContent ? "'" : "&apos;";
          case '\n', '\t' -> isContent ? Character.toString(c) : reference(c);
          // Parsers read a carriage return as a line feed.
          case '\r' -> reference(c);
          default -> limit.holds(c) ? Character.toString(c) : reference(c);
        };
    append(escaped);
  }

  /** Appends a value in sections of which none contains the end of a section. */
  private void cdata(String value) {
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '\r' || !limit.holds(c)) {
                append(END_OF_CDATA + reference(c) + BEGIN_OF_CDATA);
              } else {
                if (c == '>' && scanner.endsWith(']', ']')) {
                  append(END_OF_CDATA + BEGIN_OF_CDATA);
                }
                append(Character.toString(c));
              }
            });
    // The template may go on with the rest of what ends a section.
    if (scanner.endsWith(']')) {
      append(END_OF_CDATA + BEGIN_OF_CDATA);
    }
  }

  private void append(String text) {
    scanner.readValue(text);
    filled.append(text);
  }

  private static String reference(int c) {
    return String.format(Locale.ROOT, "&#x%X;", c);
  }

  private static boolean isName(String value, boolean isBeginning) {
    boolean isBegun = !isBeginning || (!value.isEmpty() && isNameStart(value.codePointAt(0)));
    return isBegun
        && value
            .codePoints()
            .allMatch(c -> isNameStart(c) || Character.isDigit(c) || c == '-' || c == '.');
  }

  private static boolean isNameStart(int c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isXmlCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || (c >= 0x10000 && c <= 0x10ffff);
  }
}
