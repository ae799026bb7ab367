package io.flowforge.server.http;

import io.flowforge.scan.CharacterSet;
import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A path that is percent-decoded once and not changed otherwise. Helidon's own paths end at a
 * semicolon, fail on a bracket or a stray percent sign, and resolve dots, all of which step names
 * can contain.
 *
 * @param rawPath the path as received
 * @param path the decoded path
 */
record DecodedPath(String rawPath, String path) implements UriPath {

  private static final Parameters NO_PARAMETERS = Parameters.empty("uri/path");
  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-fA-F");

  static DecodedPath of(String rawPath) {
    return new DecodedPath(rawPath, decoded(rawPath));
  }

  @Override
  public String rawPathNoParams() {
    return rawPath;
  }

  @Override
  public Parameters matrixParameters() {
    return NO_PARAMETERS;
  }

  @Override
  public UriPath absolute() {
    return this;
  }

  @Override
  public void validate() {
    // Every path can be decoded.
  }

  private static String decoded(String raw) {
    // URLDecoder expects a form: escape a plus sign and every stray percent sign.
    var form = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char character = raw.charAt(i);
      switch (character) {
        case '%' -> form.append(isStray(raw, i) ? "%25" : "%");
        case '+' -> form.append("%2B");
        default -> form.append(character);
      }
    }
    return URLDecoder.decode(form.toString(), StandardCharsets.UTF_8);
  }

  private static boolean isStray(String raw, int percent) {
    return percent + 2 >= raw.length()
        || !HEXADECIMAL.containsAll(raw.substring(percent + 1, percent + 3));
  }
}
