package io.flowforge.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** Finds the parts of a header's value that a target may echo without the rest. */
public final class HeaderSecrets {

  private HeaderSecrets() {}

  /** Returns the value, the credentials and cookies in it, and the parts of Basic credentials. */
  public static Set<String> in(String name, String value) {
    Set<String> found = new LinkedHashSet<>();
    String whole = value.strip();
    found.add(whole);
    addParameters(name, whole, found);
    int space = firstSpace(whole);
    if (space > 0 && isScheme(whole.substring(0, space))) {
      String credentials = whole.substring(space).strip();
      found.add(credentials);
      if (whole.substring(0, space).equalsIgnoreCase("basic")) {
        addBasic(credentials, found);
      }
    }
    return found;
  }

  /** Adds the values of parameters; the attributes of a new cookie, such as its path, are none. */
  private static void addParameters(String name, String value, Set<String> found) {
    boolean isNewCookie = name.equalsIgnoreCase("Set-Cookie");
    var parts = new StringTokenizer(value, ";,");
    while (parts.hasMoreTokens()) {
      String part = parts.nextToken();
      if (part.contains("=")) {
        found.add(unquoted(part.substring(part.indexOf('=') + 1).strip()));
      }
      if (isNewCookie) {
        return;
      }
    }
  }

  private static void addBasic(String credentials, Set<String> found) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      found.addAll(Arrays.asList(pair, pair.substring(pair.indexOf(':') + 1)));
    } catch (IllegalArgumentException e) {
      // The credentials are not Base64.
      found.add(credentials);
    }
  }

  private static int firstSpace(String text) {
    int at = 0;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? at : -1;
  }

  /** An authentication scheme; a digit or another sign at the beginning makes it data. */
  private static boolean isScheme(String word) {
    return isLetter(word.charAt(0))
        && word.chars()
            .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String unquoted(String text) {
    boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }
}
