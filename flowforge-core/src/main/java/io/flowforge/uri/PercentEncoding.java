package io.flowforge.uri;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The percent-encoding of RFC 3986. All bytes are encoded except the unreserved characters: ASCII
 * letters and digits, {@code -}, {@code .}, {@code _} and {@code ~}. A space becomes {@code %20}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986, 2.1</a>
 */
public final class PercentEncoding {

  private static final String UNRESERVED_MARKS = "-._~";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** Encodes a string for use as one path segment or as the name or value of a parameter. */
  public static String encode(String text) {
    return encode(text, StandardCharsets.UTF_8);
  }

  /** Encodes the bytes of a string in the charset. */
  public static String encode(String text, Charset charset) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(charset)) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /**
   * Encodes a name or a value of {@code application/x-www-form-urlencoded} data, in which a plus
   * stands for a space.
   *
   * @see <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">URL Standard</a>
   */
  public static String encodeForForm(String text) {
    return encode(text).replace("%20", "+");
  }

  /** Decodes a name or a value of form data; returns it as it is if it is not well-formed. */
  public static String decodeForm(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || UNRESERVED_MARKS.indexOf(b) >= 0;
  }
}
