package io.flowforge.server.json;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type of a request body as its header {@code Content-Type} names it (RFC 9110, section 8.3.1).
 *
 * @param name type and subtype in lower case
 * @param charset in lower case, empty if the header does not name one
 */
public record BodyType(String name, String charset) {

  /** Parses a header; empty if it is malformed. */
  public static Optional<BodyType> parse(String header) {
    return new Parser(header).parsed();
  }

  public boolean isJson() {
    return name.equals("application/json") || name.endsWith("+json");
  }

  /** Returns whether the body is in UTF-8, of which ASCII is a part. */
  public boolean isUtf8() {
    return switch (charset) {
      case "", "utf-8", "utf8", "us-ascii", "ascii" -> true;
      default -> false;
    };
  }

  /** A reader of one header, for one use. */
  private static final class Parser {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String header;
    private int at;

    Parser(String header) {
      this.header = header;
    }

    Optional<BodyType> parsed() {
      skipBlanks();
      String type = token();
      if (type.isEmpty() || !skip('/')) {
        return Optional.empty();
      }
      String subtype = token();
      if (subtype.isEmpty()) {
        return Optional.empty();
      }
      String charset = "";
      for (skipBlanks(); skip(';'); skipBlanks()) {
        skipBlanks();
        String parameter = token();
        if (parameter.isEmpty()) {
          // An empty parameter, such as after the last semicolon.
          continue;
        }
        String value = skip('=') ? value() : null;
        if (value == null) {
          return Optional.empty();
        }
        if (parameter.equalsIgnoreCase("charset")) {
          charset = value.toLowerCase(Locale.ROOT);
        }
      }
      boolean isRead = at == header.length();
      String name = (type + "/" + subtype).toLowerCase(Locale.ROOT);
      return isRead ? Optional.of(new BodyType(name, charset)) : Optional.empty();
    }

    private @Nullable String value() {
      if (!skip('"')) {
        String value = token();
        return value.isEmpty() ? null : value;
      }
      var value = new StringBuilder();
      while (at < header.length()) {
        if (skip('"')) {
          return value.toString();
        }
        if (skip('\\') && at == header.length()) {
          return null;
        }
        value.append(header.charAt(at++));
      }
      return null;
    }

    private String token() {
      int begin = at;
      while (at < header.length() && isTokenCharacter(header.charAt(at))) {
        at++;
      }
      return header.substring(begin, at);
    }

    private boolean skip(char expected) {
      boolean isThere = at < header.length() && header.charAt(at) == expected;
      at += isThere ? 1 : 0;
      return isThere;
    }

    private void skipBlanks() {
      while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
        at++;
      }
    }

    private static boolean isTokenCharacter(char next) {
      return next < 0x80 && (Character.isLetterOrDigit(next) || TOKEN_MARKS.indexOf(next) >= 0);
    }
  }
}
