package io.flowforge.server.content;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is in memory once, as it is and compressed. A client gets what it takes, or 304 if it
 * has the file already. Immutable.
 */
public final class EncodedFile {

  private static final String GZIP = "gzip";

  /** A form of the file. Each has a tag of its own, as RFC 9110, section 8.8.3.3, demands. */
  private static final class Variant {

    private final byte[] content;
    private final String tag;
    private final boolean isCompressed;

    Variant(byte[] content, String tag, boolean isCompressed) {
      this.content = content;
      this.tag = tag;
      this.isCompressed = isCompressed;
    }
  }

  private final String type;
  private final Variant plain;

  /** Null if the file would not become shorter. */
  private final @Nullable Variant compressed;

  private EncodedFile(String type, Variant plain, @Nullable Variant compressed) {
    this.type = type;
    this.plain = plain;
    this.compressed = compressed;
  }

  /**
   * Compresses a file.
   *
   * @param type the media type
   * @param version differs whenever the content, or what is sent beside it, does; letters and
   *     digits
   */
  public static EncodedFile of(String type, byte[] content, String version) {
    byte[] gzip = compressed(content);
    return new EncodedFile(
        type,
        new Variant(content, "\"" + version + "\"", false),
        gzip.length < content.length ? new Variant(gzip, "\"" + version + "-gzip\"", true) : null);
  }

  /** Returns the length of what a browser receives, in bytes. */
  public int compressedLength() {
    return compressed == null ? plain.content.length : compressed.content.length;
  }

  /** Sends the file; the caller has set all headers that do not depend on its form. */
  public void send(ServerRequest request, ServerResponse response) {
    Variant chosen = plain;
    if (compressed != null) {
      response.headers().add(HeaderValues.create(HeaderNames.VARY, "Accept-Encoding"));
      if (AcceptedEncodings.preferGzip(joined(request, HeaderNames.ACCEPT_ENCODING))) {
        chosen = compressed;
      }
    }
    response.header(HeaderNames.ETAG, chosen.tag);
    if (EntityTags.contain(joined(request, HeaderNames.IF_NONE_MATCH), chosen.tag)) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, type);
    if (chosen.isCompressed) {
      response.header(HeaderNames.CONTENT_ENCODING, GZIP);
    }
    Slices.send(response, chosen.content);
  }

  private static String joined(ServerRequest request, HeaderName name) {
    return String.join(",", request.headers().all(name, List::of));
  }

  private static byte[] compressed(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
