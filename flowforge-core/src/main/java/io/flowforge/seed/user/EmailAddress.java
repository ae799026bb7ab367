package io.flowforge.seed.user;

import io.flowforge.scan.CharacterSet;
import java.util.List;

/** The form of e-mail addresses. */
final class EmailAddress {

  private static final CharacterSet NOT_IN_EMAIL = CharacterSet.of(" \t\n\u000b\f\r@,;:<>\"|");
  private static final CharacterSet DOT = CharacterSet.of(".");

  private EmailAddress() {}

  static boolean isOne(String text) {
    int at = text.indexOf('@');
    if (at < 1 || NOT_IN_EMAIL.containsAny(text.substring(0, at))) {
      return false;
    }
    String domain = text.substring(at + 1);
    List<String> labels = DOT.split(domain);
    return labels.size() > 1
        && labels.stream().noneMatch(String::isEmpty)
        && !NOT_IN_EMAIL.containsAny(domain);
  }
}
