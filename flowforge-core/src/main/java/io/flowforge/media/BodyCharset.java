package io.flowforge.media;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The charset in which a body is sent. */
public final class BodyCharset {

  private static final String DECLARATION = "<?xml";

  /** More than a declaration with version, encoding and standalone needs. */
  private static final int MAX_DECLARATION = 200;

  private BodyCharset() {}

  /**
   * Returns the charset that the media type names; for XML without one, that of its declaration;
   * else UTF-8.
   *
   * @throws IllegalArgumentException if there is no such charset, or nothing can be written in it
   */
  public static Charset of(MediaType type, String body) {
    String named = type.parameters().getOrDefault("charset", "");
    boolean isDeclared = named.isBlank() && type.family() == MediaFamily.XML;
    String name = isDeclared ? encodingIn(body) : named.strip();
    if (name.isBlank()) {
      return StandardCharsets.UTF_8;
    }
    try {
      Charset charset = Charset.forName(name);
      if (charset.canEncode()) {
        return charset;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw unknown(isDeclared, e);
    }
    throw unknown(isDeclared, null);
  }

  /** Omits the name, which a value may have filled in. */
  private static IllegalArgumentException unknown(
      boolean isDeclared, @Nullable IllegalArgumentException cause) {
    return new IllegalArgumentException(
        isDeclared
            ? "the XML declaration names an unknown encoding"
            : "the header 'Content-Type' names an unknown charset",
        cause);
  }

  /** Returns the encoding that an XML declaration names; empty if there is none. */
  private static String encodingIn(String body) {
    String begin = body.substring(0, Math.min(body.length(), MAX_DECLARATION));
    int end = begin.indexOf("?>");
    if (!begin.startsWith(DECLARATION) || end < 0) {
      return "";
    }
    int at = begin.toLowerCase(Locale.ROOT).indexOf("encoding");
    int open = firstQuote(begin, at < 0 ? end : at);
    int close = open < end ? begin.indexOf(begin.charAt(open), open + 1) : -1;
    return close < 0 || close > end ? "" : begin.substring(open + 1, close);
  }

  private static int firstQuote(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\'') {
      at++;
    }
    return at;
  }
}
