package io.flowforge.redaction.mask;

import java.util.function.Predicate;

/**
 * Masks secrets in a text of an unknown format: values after a secret name and {@code =} or {@code
 * :}, as in forms, URLs, JSON, YAML, GraphQL and headers, and the user information of URLs. The
 * text need not be valid in its format, and formats may be nested. Reads from left to right. Not
 * thread-safe.
 */
final class TextMask {

  /** The number of nested percent-encodings that are undone. */
  private static final int MAX_DECODINGS = 3;

  private final String text;
  private final Predicate<String> isSecret;
  private final int decodings;
  private final Quotes quotes;
  private final StringBuilder masked;
  private int at;

  /** The end of the string around the position, if it is known to be one. */
  private int endOfString;

  private int openBrackets;

  /** The end of the last value that was searched for encoded secrets. */
  private int endOfDecoded;

  TextMask(String text, Predicate<String> isSecret, int decodings) {
    this.text = text;
    this.isSecret = isSecret;
    this.decodings = decodings;
    this.quotes = new Quotes(text);
    this.masked = new StringBuilder(text.length());
    this.endOfString = text.length();
  }

  String masked() {
    while (at < text.length()) {
      if (at >= endOfString) {
        endOfString = text.length();
      }
      if (quotes.isQuote(at)) {
        quote();
      } else if (Words.endOfName(text, at) > at) {
        name();
      } else if (Words.endOfSlashes(text, at) > at) {
        copyTo(Words.endOfSlashes(text, at));
        userInformation();
      } else {
        openBrackets = Math.max(0, openBrackets + bracket(text.charAt(at)));
        copyTo(at + 1);
      }
    }
    return masked.toString();
  }

  /** Reads a quote: that of a key, or one that begins or ends any other string. */
  private void quote() {
    int end = quotes.end(at);
    int separator = Words.afterBlanks(text, Math.min(end + 1, text.length()));
    if (end < text.length() && Words.isSeparator(text, separator)) {
      String name = text.substring(at + 1, Math.max(at + 1, quotes.beginOfEscape(end)));
      String quote = text.substring(quotes.beginOfEscape(at), at + 1);
      copyTo(separator);
      separator(Words.decoded(name), openBrackets > 0 ? quote : "");
    } else {
      // An apostrophe or a quote after a letter begins no string.
      boolean isBeginning = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      endOfString = isBeginning ? end : text.length();
      copyTo(at + 1);
    }
  }

  private void name() {
    String name = text.substring(at, Words.endOfName(text, at));
    copyTo(at + name.length());
    int separator = Words.afterSpaces(text, at);
    if (Words.isSeparator(text, separator)) {
      copyTo(separator);
      separator(Words.decoded(name), "");
    }
  }

  /**
   * Reads a separator and, if the name before it is secret, the value after it.
   *
   * @param quote what a value of another type becomes quoted with; empty if nothing
   */
  private void separator(String name, String quote) {
    char separator = text.charAt(at);
    copyTo(Words.endOfSeparator(text, at));
    if (isSecret.test(name)) {
      copyTo(separator == ':' ? Words.afterBlanks(text, at) : Words.afterSpaces(text, at));
      secret(separator, quote);
    } else if (separator == '=' && at >= endOfDecoded) {
      endOfDecoded = endOfBare('=');
      if (text.indexOf('%', at, endOfDecoded) >= 0) {
        encoded(endOfDecoded);
      }
    }
  }

  private void secret(char separator, String quote) {
    int begin = Words.afterBackslashes(text, at);
    if (quotes.isQuote(begin)) {
      copyTo(begin);
      string(separator, false);
    } else if (at < text.length() && bracket(text.charAt(at)) > 0) {
      nested();
    } else {
      bare(endOfBare(separator), quote);
    }
  }

  /** Masks a string that begins at a quote, unless it is a key. */
  private void string(char separator, boolean mayBeKey) {
    int end = quotes.end(at);
    boolean isKey =
        mayBeKey
            && end < text.length()
            && Words.isSeparator(text, Words.afterBlanks(text, end + 1));
    copyTo(at + 1);
    int endOfContent = end < text.length() ? Math.max(at, quotes.beginOfEscape(end)) : end;
    if (isKey) {
      copyTo(endOfContent);
    } else {
      replaceTo(endOfContent);
    }
    copyTo(Math.min(end + 1, text.length()));
    // In a shell, "a"b is one word.
    if (!mayBeKey && separator == '=' && at < text.length()) {
      replaceTo(Math.max(at, endOfBare(separator)));
    }
  }

  /** Masks all strings, numbers and words between brackets, except keys and literals. */
  private void nested() {
    int depth = 0;
    do {
      int end = Words.endOfName(text, at);
      if (quotes.isQuote(at)) {
        string(':', true);
      } else if (end > at) {
        boolean isKey = Words.isSeparator(text, Words.afterBlanks(text, end));
        if (isKey || Words.isLiteral(text.substring(at, end))) {
          copyTo(end);
        } else {
          replaceTo(end);
        }
      } else {
        depth += bracket(text.charAt(at));
        copyTo(at + 1);
      }
    } while (depth > 0 && at < text.length());
  }

  private void bare(int end, String quote) {
    String value = text.substring(at, end);
    if (openBrackets > 0 && Words.isLiteral(value.strip())) {
      copyTo(end);
      return;
    }
    String hidden = LiteralMask.masked(value);
    boolean isQuoted = !quote.isEmpty() && hidden.equals(LiteralMask.MASK);
    masked.append(isQuoted ? quote + hidden + quote : hidden);
    at = end;
  }

  /** Masks what is percent-encoded in a value. */
  private void encoded(int end) {
    String value = text.substring(at, end);
    String decoded = Words.decoded(value.replace('+', ' '));
    if (decodings == MAX_DECODINGS) {
      replaceTo(end);
      return;
    }
    String hidden =
        decoded.stripLeading().startsWith("<")
            ? new MarkupMask(decoded, isSecret).masked()
            : new TextMask(decoded, isSecret, decodings + 1).masked();
    if (!hidden.equals(decoded)) {
      masked.append(Words.encoded(hidden));
      at = end;
    }
  }

  /** Masks user and password in front of a host. */
  private void userInformation() {
    int end = Words.endOfAuthority(text, at);
    int sign = text.lastIndexOf('@', end - 1);
    if (sign < at) {
      return;
    }
    int colon = text.indexOf(':', at, sign);
    if (colon >= 0) {
      replaceTo(colon);
      copyTo(colon + 1);
    }
    replaceTo(sign);
  }

  /** Returns the end of a value without quotes. */
  private int endOfBare(char separator) {
    int end = at;
    while (end < endOfString && !endsBare(separator, end)) {
      end = Math.max(end + 1, Words.endOfPlaceholder(text, end));
    }
    return Math.min(end, Math.max(at, endOfString));
  }

  private boolean endsBare(char separator, int end) {
    char c = text.charAt(end);
    return separator == '='
        ? c == '&' || c == '#' || Character.isWhitespace(c) || Words.isNextParameter(text, end)
        : c == '\n' || c == '\r' || (openBrackets > 0 && (c == ',' || bracket(c) < 0));
  }

  private void replaceTo(int end) {
    masked.append(LiteralMask.masked(text.substring(at, end)));
    at = end;
  }

  private void copyTo(int end) {
    masked.append(text, at, end);
    at = end;
  }

  private static int bracket(char c) {
    return c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
  }
}
