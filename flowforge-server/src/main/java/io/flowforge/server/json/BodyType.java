package io.flowforge.server.json;

import io.flowforge.media.MediaTypeScanner;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a request body as its header {@code Content-Type} names it (RFC 9110, section 8.3.1).
 *
 * @param name type and subtype in lower case
 * @param charset in lower case, empty if the header does not name one
 */
public record BodyType(String name, String charset) {

  /** Parses a header; empty if it is malformed. Of several charsets, the last counts. */
  public static Optional<BodyType> parse(String header) {
    var scanner = new MediaTypeScanner(header);
    scanner.skipBlanks();
    String type = scanner.token();
    boolean isType = !type.isEmpty() && scanner.skip('/');
    String subtype = isType ? scanner.token() : "";
    if (subtype.isEmpty()) {
      return Optional.empty();
    }
    String charset = "";
    for (scanner.skipBlanks(); scanner.skip(';'); scanner.skipBlanks()) {
      scanner.skipBlanks();
      String parameter = scanner.token();
      if (parameter.isEmpty()) {
        // An empty parameter, such as after the last semicolon.
        continue;
      }
      Optional<String> value = scanner.skip('=') ? value(scanner) : Optional.empty();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (parameter.equalsIgnoreCase("charset")) {
        charset = lower(value.get());
      }
    }
    return scanner.isAtEnd()
        ? Optional.of(new BodyType(lower(type + "/" + subtype), charset))
        : Optional.empty();
  }

  private static Optional<String> value(MediaTypeScanner scanner) {
    return scanner.skip('"')
        ? scanner.quotedString()
        : Optional.of(scanner.token()).filter(token -> !token.isEmpty());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
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
}
