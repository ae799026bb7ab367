package io.flowforge.step.http.url;

import io.flowforge.scan.CharacterSet;
import java.util.List;
import java.util.Locale;

/** The spellings of IPv4 addresses: plain ones, and those that only some programs understand. */
public final class Ipv4Spelling {

  private static final CharacterSet DOT = CharacterSet.of(".");
  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-f");
  private static final int PARTS = 4;
  private static final int MAX_DIGITS = 3;
  private static final int MAX_NUMBER = 255;

  private Ipv4Spelling() {}

  /**
   * Returns whether some programs parse the host as an IPv4 address: its last label is a number.
   */
  public static boolean isLikeAddress(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    int start = host.lastIndexOf('.', end - 1) + 1;
    String last = host.substring(start, end).toLowerCase(Locale.ROOT);
    boolean isNumber =
        last.startsWith("0x")
            ? HEXADECIMAL.containsAll(last.substring(2))
            : !last.isEmpty() && CharacterSet.DIGITS.containsAll(last);
    return isNumber && host.indexOf(':') < 0;
  }

  /** Returns whether the host consists of four decimal numbers without leading zeros. */
  public static boolean isPlain(String host) {
    List<String> parts = DOT.split(host);
    return parts.size() == PARTS && parts.stream().allMatch(Ipv4Spelling::isPlainNumber);
  }

  /** Returns whether the host is an IPv4 address that every program parses in the same way. */
  static boolean isAddress(String host) {
    return isPlain(host)
        && DOT.split(host).stream().allMatch(part -> Integer.parseInt(part) <= MAX_NUMBER);
  }

  private static boolean isPlainNumber(String part) {
    return !part.isEmpty()
        && part.length() <= MAX_DIGITS
        && CharacterSet.DIGITS.containsAll(part)
        && (part.length() == 1 || part.charAt(0) != '0');
  }
}
