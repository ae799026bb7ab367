package io.flowforge.server.http;

import io.flowforge.error.InvalidException;
import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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

  /**
   * Decodes a path.
   *
   * @throws InvalidException if the decoded bytes are not UTF-8
   */
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
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    var decoded = new StringBuilder(raw.length());
    var bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < raw.length()) {
      if (isEncoded(raw, at)) {
        bytes.write(HexFormat.fromHexDigits(raw, at + 1, at + 3));
        at += 3;
      } else {
        // A percent sign that encodes nothing stands for itself.
        flush(bytes, decoded);
        decoded.append(raw.charAt(at));
        at++;
      }
    }
    flush(bytes, decoded);
    return decoded.toString();
  }

  private static boolean isEncoded(String raw, int at) {
    return raw.charAt(at) == '%'
        && at + 2 < raw.length()
        && HexFormat.isHexDigit(raw.charAt(at + 1))
        && HexFormat.isHexDigit(raw.charAt(at + 2));
  }

  private static void flush(ByteArrayOutputStream bytes, StringBuilder decoded) {
    try {
      decoded.append(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())));
    } catch (CharacterCodingException e) {
      // Replacing what cannot be decoded would make different paths equal.
      throw new InvalidException(
          "the path is not valid: its percent-encoded bytes are not UTF-8; encode it as UTF-8");
    }
    bytes.reset();
  }
}
