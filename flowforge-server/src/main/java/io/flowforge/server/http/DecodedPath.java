package io.flowforge.server.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A path as our clients mean it: percent-decoded once, and nothing else. Helidon's own paths cut
 * off what follows a semicolon, fail on a bracket or a stray percent sign, and resolve dots; names
 * of steps hold all of these.
 *
 * @param rawPath as received
 * @param path decoded
 */
record DecodedPath(String rawPath, String path) implements UriPath {

  private static final Parameters NO_PARAMETERS = Parameters.empty("uri/path");

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
    // Every path is one that can be decoded.
  }

  private static String decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      int high = c == '%' && i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw.charAt(i + 2), 16);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
