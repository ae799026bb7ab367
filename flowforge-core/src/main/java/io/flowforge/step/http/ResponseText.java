package io.flowforge.step.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** Makes a text of the bytes of an answer, if they are one. */
final class ResponseText {

  private static final Pattern TEXTUAL =
      Pattern.compile(
          "text/.*|application/(?:.*[.+])?(?:json|xml|problem|javascript|x-www-form-urlencoded)");

  private static final Pattern NOT_IN_TEXTS = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n\\f]]");

  private ResponseText() {}

  /**
   * The text, or empty when the bytes are packed, of another type, or not what their type says.
   *
   * @param isCut whether the bytes are only the beginning
   */
  static String of(HttpEntity entity, byte[] bytes, boolean isCut) {
    String packed = entity.getContentEncoding();
    if (packed != null && !packed.equalsIgnoreCase("identity")) {
      return "";
    }
    try {
      ContentType type = ContentType.parse(entity.getContentType());
      boolean isTextual =
          type == null || TEXTUAL.matcher(type.getMimeType().toLowerCase(Locale.ROOT)).matches();
      Charset charset = type == null ? null : type.getCharset();
      return isTextual
          ? decoded(bytes, charset == null ? StandardCharsets.UTF_8 : charset, isCut)
          : "";
    } catch (IllegalArgumentException e) {
      // What it is cannot be told.
      return "";
    }
  }

  private static String decoded(byte[] bytes, Charset charset, boolean isCut) {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()));
    // A character that the end has cut in two is no fault.
    boolean isText = !decoder.decode(ByteBuffer.wrap(bytes), text, !isCut).isError();
    String read = text.flip().toString();
    // Another encoding than it says would keep secrets from being recognized.
    return isText && !NOT_IN_TEXTS.matcher(read).find() ? read : "";
  }
}
