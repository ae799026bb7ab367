package io.flowforge.redaction.mask;

import java.util.List;
import java.util.function.Predicate;

/**
 * Masks the contents of elements and attributes with secret names in XML and HTML, valid or not.
 * Reads from left to right. Not thread-safe.
 */
final class MarkupMask {

  /** Attributes that name what an element is about. */
  private static final List<String> NAMING = List.of("name", "key", "id");

  private static final String CDATA = "<![CDATA[";

  private final String text;
  private final Predicate<String> isSecret;
  private final StringBuilder masked;
  private int at;

  /** The number of open elements from a secret one inwards. */
  private int secretDepth;

  MarkupMask(String text, Predicate<String> isSecret) {
    this.text = text;
    this.isSecret = isSecret;
    this.masked = new StringBuilder(text.length());
  }

  String masked() {
    while (at < text.length()) {
      if (text.startsWith(CDATA, at)) {
        copyTo(at + CDATA.length());
        content(indexOr("]]>"));
        copyTo(Math.min(at + 3, text.length()));
      } else if (text.startsWith("<!--", at)) {
        content(indexOr("-->"));
      } else if (text.startsWith("</", at)) {
        secretDepth = Math.max(0, secretDepth - 1);
        copyTo(Math.min(indexOr(">") + 1, text.length()));
      } else if (text.charAt(at) == '<' && at + 1 < text.length() && isName(text.charAt(at + 1))) {
        tag(endOfTag());
      } else {
        content(indexOr("<", at + 1));
      }
    }
    return masked.toString();
  }

  private void content(int end) {
    String content = text.substring(at, end);
    masked.append(
        secretDepth > 0
            ? LiteralMask.masked(content)
            : new TextMask(content, isSecret, 0).masked());
    at = end;
  }

  /** Masks the attributes of a start tag, and notes whether what follows is its content. */
  private void tag(int end) {
    List<Attribute> attributes = Attribute.of(text, endOfName(at + 1), end);
    boolean isSecretElement =
        isSecret.test(text.substring(at + 1, endOfName(at + 1)))
            || attributes.stream()
                .anyMatch(
                    attribute ->
                        NAMING.contains(attribute.name()) && isSecret.test(attribute.value(text)));
    for (Attribute attribute : attributes) {
      copyTo(attribute.begin());
      String value = attribute.value(text);
      boolean isHidden =
          isSecret.test(attribute.name())
              || ((isSecretElement || secretDepth > 0) && !isHarmless(attribute.name()));
      masked.append(isHidden ? LiteralMask.masked(value) : StringMask.masked(value, isSecret));
      at = attribute.end();
    }
    boolean isClosed = end > 0 && end < text.length() && text.charAt(end - 1) == '/';
    copyTo(Math.min(end + 1, text.length()));
    if (!isClosed && (isSecretElement || secretDepth > 0)) {
      secretDepth++;
    }
  }

  private static boolean isHarmless(String attribute) {
    return NAMING.contains(attribute) || attribute.startsWith("xmlns");
  }

  /** Returns the index of the end of the tag at the position, outside of quotes. */
  private int endOfTag() {
    char quote = 0;
    for (int end = at + 1; end < text.length(); end++) {
      char c = text.charAt(end);
      if (quote == 0 && c == '>') {
        return end;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      }
    }
    return text.length();
  }

  private int endOfName(int from) {
    int end = from;
    while (end < text.length() && isName(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int indexOr(String delimiter) {
    return indexOr(delimiter, at);
  }

  private int indexOr(String delimiter, int from) {
    int index = text.indexOf(delimiter, from);
    return index < 0 ? text.length() : index;
  }

  private void copyTo(int end) {
    masked.append(text, at, end);
    at = end;
  }

  private static boolean isName(char c) {
    return !Character.isWhitespace(c) && "<>/=\"'!?".indexOf(c) < 0;
  }
}
