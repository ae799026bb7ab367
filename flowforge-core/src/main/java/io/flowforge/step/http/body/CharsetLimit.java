package io.flowforge.step.http.body;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;

/** The limits of a charset: the characters that can be sent in it. Not thread-safe. */
final class CharsetLimit {

  private final Charset charset;
  private final CharsetEncoder encoder;

  CharsetLimit(Charset charset) {
    this.charset = charset;
    this.encoder = charset.newEncoder();
  }

  boolean holds(int codePoint) {
    return encoder.canEncode(Character.toString(codePoint));
  }

  /**
   * Returns the value of a form field.
   *
   * @throws IllegalArgumentException if a character cannot be sent
   */
  String require(String name, String value) {
    return required("the value of '" + name + "'", value);
  }

  /**
   * Returns a body.
   *
   * @throws IllegalArgumentException if a character cannot be sent
   */
  String requireAll(String body) {
    return required("the body", body);
  }

  /** Escapes what cannot be sent. JSON has such characters in strings only. */
  String escapedForJson(String json) {
    if (encoder.canEncode(json)) {
      return json;
    }
    var escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            codePoint -> {
              if (holds(codePoint)) {
                escaped.appendCodePoint(codePoint);
              } else {
                Character.toString(codePoint)
                    .chars()
                    .forEach(unit -> escaped.append(String.format(Locale.ROOT, "\\u%04x", unit)));
              }
            });
    return escaped.toString();
  }

  private String required(String owner, String text) {
    if (!encoder.canEncode(text)) {
      text.codePoints()
          .filter(codePoint -> !holds(codePoint))
          .findFirst()
          .ifPresent(
              codePoint -> {
                throw new IllegalArgumentException(
                    "%s contains U+%04X, which the charset %s of the Content-Type cannot hold"
                        .formatted(owner, codePoint, charset.name()));
              });
    }
    return text;
  }
}
