package io.flowforge.server.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

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
  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

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
    String form = STRAY_PERCENT.matcher(raw).replaceAll("%25").replace("+", "%2B");
    return URLDecoder.decode(form, StandardCharsets.UTF_8);
  }
}
