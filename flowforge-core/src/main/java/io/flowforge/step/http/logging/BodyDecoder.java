package io.flowforge.step.http.logging;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** Decodes the body of a response, if it is text. No part of a header is in the reasons. */
public final class BodyDecoder {

  /** The subtypes of {@code application/} that are text, also after a dot or a plus sign. */
  private static final Set<String> TEXTUAL =
      Set.of("json", "xml", "problem", "javascript", "x-www-form-urlencoded", "x-ndjson", "yaml");

  private BodyDecoder() {}

  /**
   * Decodes a body by its media type and charset.
   *
   * @param isTruncated whether the bytes are only the beginning of the body
   */
  public static BodyText decode(HttpEntity entity, byte[] bytes, boolean isTruncated) {
    if (bytes.length == 0) {
      return new BodyText.NoBody();
    }
    String encoding = entity.getContentEncoding();
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      return new BodyText.HiddenBody("it is compressed");
    }
    try {
      ContentType type = ContentType.parse(entity.getContentType());
      if (type != null && !isTextual(type.getMimeType().toLowerCase(Locale.ROOT))) {
        return new BodyText.HiddenBody("it is neither text nor JSON");
      }
      Charset charset = type == null ? null : type.getCharset();
      return decoded(bytes, charset == null ? StandardCharsets.UTF_8 : charset, isTruncated);
    } catch (IllegalArgumentException e) {
      return new BodyText.HiddenBody("its charset is unknown");
    }
  }

  private static boolean isTextual(String mediaType) {
    if (mediaType.startsWith("text/")) {
      return true;
    }
    String prefix = "application/";
    int last = Math.max(mediaType.lastIndexOf('.'), mediaType.lastIndexOf('+')) + 1;
    return mediaType.startsWith(prefix)
        && TEXTUAL.contains(mediaType.substring(Math.max(last, prefix.length())));
  }

  private static BodyText decoded(byte[] bytes, Charset charset, boolean isTruncated) {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()) + 1);
    // A truncated last character is not an error.
    boolean isText = !decoder.decode(ByteBuffer.wrap(bytes), text, !isTruncated).isError();
    String decoded = text.flip().toString();
    // In text of another charset than declared, secrets would not be recognized.
    return isText && decoded.indexOf('\0') < 0
        ? new BodyText.ReadableBody(decoded, !isTruncated)
        : new BodyText.HiddenBody("it is binary, or not in the charset that it declares");
  }
}
