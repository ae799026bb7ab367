package io.flowforge.step.http;

import io.flowforge.scan.CharacterSet;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** Decodes the body of a response, if it is text. */
final class ResponseText {

  private static final String APPLICATION = "application/";

  /** The textual types below {@code application}, alone or as a suffix. */
  private static final Set<String> TEXTUAL =
      Set.of("json", "xml", "problem", "javascript", "x-www-form-urlencoded");

  private static final CharacterSet NOT_IN_TEXT =
      CharacterSet.of("\u0000-\u0008\u000b\u000e-\u001f\u007f");

  private ResponseText() {}

  /**
   * Returns the text; empty if the body is compressed, of another type, or not valid in its
   * charset.
   *
   * @param isTruncated whether the bytes are only the beginning of the body
   */
  static String of(HttpEntity entity, byte[] bytes, boolean isTruncated) {
    String encoding = entity.getContentEncoding();
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return "";
    }
    try {
      ContentType type = ContentType.parse(entity.getContentType());
      boolean isTextual = type == null || isTextual(type.getMimeType().toLowerCase(Locale.ROOT));
      Charset charset = type == null ? null : type.getCharset();
      return isTextual
          ? decoded(bytes, charset == null ? StandardCharsets.UTF_8 : charset, isTruncated)
          : "";
    } catch (IllegalArgumentException e) {
      // The Content-Type is malformed or names an unknown charset.
      return "";
    }
  }

  private static boolean isTextual(String type) {
    int suffix = Math.max(type.lastIndexOf('+'), type.lastIndexOf('.')) + 1;
    return type.startsWith("text/")
        || (type.startsWith(APPLICATION)
            && TEXTUAL.contains(type.substring(Math.max(suffix, APPLICATION.length()))));
  }

  private static String decoded(byte[] bytes, Charset charset, boolean isTruncated) {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()));
    // A truncated last character is not an error.
    boolean isText = !decoder.decode(ByteBuffer.wrap(bytes), text, !isTruncated).isError();
    String decoded = text.flip().toString();
    // In text of another charset than declared, secrets would not be recognized.
    return isText && !NOT_IN_TEXT.containsAny(decoded) ? decoded : "";
  }
}
