package io.flowforge.redaction.mask;

import static java.util.stream.Collectors.joining;

import io.flowforge.pipeline.TemplatePiece;
import io.flowforge.uri.PercentEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The small parts of a text: names, separators, blanks. Indices may be the text's length. */
final class Words {

  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private Words() {}

  /** Returns the end of the name at a position, such as {@code user[api-key]}. */
  static int endOfName(String text, int from) {
    int at = from;
    boolean isInBrackets = false;
    while (at < text.length()) {
      int placeholder = endOfPlaceholder(text, at);
      boolean isOpening = at > from && !isInBrackets && isIndex(text, at);
      boolean isClosing = isInBrackets && text.charAt(at) == ']';
      if (placeholder == at && !isNameCharacter(text.charAt(at)) && !isOpening && !isClosing) {
        break;
      }
      isInBrackets = isOpening || (isInBrackets && !isClosing);
      at = Math.max(at + 1, placeholder);
    }
    return at;
  }

  /** Returns the end of the placeholder at a position; the position itself if there is none. */
  static int endOfPlaceholder(String text, int from) {
    if (!text.startsWith("${", from)) {
      return from;
    }
    int at = from + 2;
    while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '}') {
      at++;
    }
    return at > from + 2 && at < text.length() && text.charAt(at) == '}' ? at + 1 : from;
  }

  /** Returns the index after {@code ://}, also with escaped slashes; else the position. */
  static int endOfSlashes(String text, int from) {
    if (text.startsWith("://", from)) {
      return from + 3;
    }
    return text.startsWith(":\\/\\/", from) ? from + 5 : from;
  }

  static int endOfAuthority(String text, int from) {
    int at = from;
    while (at < text.length() && "/?#\\\"'<> \t\r\n".indexOf(text.charAt(at)) < 0) {
      at = Math.max(at + 1, endOfPlaceholder(text, at));
    }
    return at;
  }

  /** Tests for an equals sign or a colon, other than that of a URL. */
  static boolean isSeparator(String text, int at) {
    return at < text.length()
        && (text.charAt(at) == '=' || (text.charAt(at) == ':' && endOfSlashes(text, at) == at));
  }

  /** Returns the end of a separator such as {@code =}, {@code ==}, {@code =>} or {@code :}. */
  static int endOfSeparator(String text, int from) {
    int at = from + 1;
    while (at < text.length() && text.charAt(from) == '=' && "=>".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** Tests for a semicolon after which another parameter begins. */
  static boolean isNextParameter(String text, int at) {
    if (text.charAt(at) != ';') {
      return false;
    }
    int name = afterSpaces(text, at + 1);
    int end = endOfName(text, name);
    return end > name && end < text.length() && text.charAt(end) == '=';
  }

  static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  static int afterBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int afterBackslashes(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    return at;
  }

  static boolean isLiteral(String word) {
    return LITERALS.contains(word);
  }

  /** Undoes percent-encoding, and the escapes of JSON for characters. */
  static String decoded(String text) {
    var decoded = new StringBuilder(text.length());
    var bytes = ByteBuffer.allocate(text.length());
    int at = 0;
    while (at < text.length()) {
      int octet = text.charAt(at) == '%' ? hexadecimal(text, at + 1, 2) : -1;
      int unit = text.startsWith("\\u", at) ? hexadecimal(text, at + 2, 4) : -1;
      if (octet >= 0) {
        bytes.put((byte) octet);
        at += 3;
        continue;
      }
      decoded.append(StandardCharsets.UTF_8.decode(bytes.flip()));
      bytes.clear();
      decoded.append(unit >= 0 ? (char) unit : text.charAt(at));
      at += unit >= 0 ? 6 : 1;
    }
    return decoded.append(StandardCharsets.UTF_8.decode(bytes.flip())).toString();
  }

  /** Percent-encodes a text, except its placeholders and the mask. */
  static String encoded(String text) {
    return TemplatePiece.of(text).stream()
        .map(
            piece ->
                switch (piece) {
                  case TemplatePiece.Literal(String literal) ->
                      PercentEncoding.encodeForForm(literal)
                          .replace(PercentEncoding.encode(LiteralMask.MASK), LiteralMask.MASK);
                  case TemplatePiece.Placeholder placeholder -> placeholder.text();
                })
        .collect(joining());
  }

  private static int hexadecimal(String text, int from, int length) {
    int value = 0;
    for (int at = from; at < from + length; at++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || "_-.%".indexOf(c) >= 0;
  }

  /** Tests for the opening bracket of a name such as {@code user[password]} or {@code list[]}. */
  private static boolean isIndex(String text, int at) {
    return text.charAt(at) == '['
        && at + 1 < text.length()
        && (isNameCharacter(text.charAt(at + 1)) || text.charAt(at + 1) == ']');
  }
}
