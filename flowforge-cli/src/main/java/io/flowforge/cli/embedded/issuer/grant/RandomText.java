package io.flowforge.cli.embedded.issuer.grant;

import java.security.SecureRandom;
import java.util.Base64;

/** Strings that nobody can guess. */
final class RandomText {

  private static final int BYTES = 32;

  /** No vowels, so that no words come out; see RFC 8628, section 6.1. */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private static final int LETTERS_OF_A_GROUP = 4;

  private final SecureRandom random = new SecureRandom();

  /** Returns 256 bits. */
  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns a code that people can type, such as {@code WDJB-MJHT}. */
  String nextToType() {
    return group() + "-" + group();
  }

  private String group() {
    var group = new StringBuilder();
    for (int i = 0; i < LETTERS_OF_A_GROUP; i++) {
      group.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return group.toString();
  }
}
