package io.flowforge.media;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the parts of a media type from left to right, each character once. Not thread-safe. */
public final class MediaTypeScanner {

  /** See <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, 5.6.2</a>. */
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private static final char END = '\0';

  private final CharSequence text;
  private int at;

  /** The character at the position, which is read once. */
  private char current;

  public MediaTypeScanner(CharSequence text) {
    this.text = text;
    read();
  }

  /** Skips a character and tests whether it was there. */
  public boolean skip(char expected) {
    boolean isThere = !isAtEnd() && current == expected;
    if (isThere) {
      advance();
    }
    return isThere;
  }

  public void skipBlanks() {
    while (!isAtEnd() && (current == ' ' || current == '\t')) {
      advance();
    }
  }

  /** Returns the token at the position; empty for none. */
  public String token() {
    var token = new StringBuilder();
    while (!isAtEnd() && isTokenCharacter(current)) {
      token.append(current);
      advance();
    }
    return token.toString();
  }

  /** Returns the parameters that follow, by their names in lower case. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    skipBlanks();
    while (skip(';')) {
      skipBlanks();
      String name = token();
      if (!name.isEmpty() && !skip('=')) {
        return parameters;
      }
      if (!name.isEmpty()) {
        parameters.putIfAbsent(MediaType.lower(name), skip('"') ? quoted() : token());
      }
      skipBlanks();
    }
    return parameters;
  }

  /** Returns what has not been read. */
  String rest() {
    return text.subSequence(at, text.length()).toString();
  }

  /**
   * Returns the content of a quoted string, whose opening quote has been read, as far as it goes.
   */
  private String quoted() {
    var content = new StringBuilder();
    var _ = readQuoted(content);
    return content.toString();
  }

  /**
   * Returns the content of a quoted string, whose opening quote has been read; empty if its closing
   * quote is missing.
   */
  public Optional<String> quotedString() {
    var content = new StringBuilder();
    return readQuoted(content) ? Optional.of(content.toString()) : Optional.empty();
  }

  /** Reads up to the closing quote, and returns whether there is one. */
  private boolean readQuoted(StringBuilder content) {
    while (!isAtEnd()) {
      if (skip('"')) {
        return true;
      }
      boolean isEscape = skip('\\');
      if (isEscape && isAtEnd()) {
        return false;
      }
      content.append(current);
      advance();
    }
    return false;
  }

  public boolean isAtEnd() {
    return at >= text.length();
  }

  private void advance() {
    at++;
    read();
  }

  private void read() {
    current = isAtEnd() ? END : text.charAt(at);
  }

  static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }
}
