package io.flowforge.step.http;

import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A response, as far as it was read.
 *
 * @param location the header {@code Location}; null if absent
 * @param length a description of the body's length
 * @param beginning the beginning of the body as a string; empty if it is not text
 */
record CallResponse(
    int status,
    String reason,
    List<? extends NameValuePair> headers,
    @Nullable String location,
    String length,
    String beginning) {

  /** The maximum length of a body that is read to its end, in bytes. */
  private static final int MAX_READ = 1 << 20;

  /** The number of bytes of a body that are kept: more than are searched for the log. */
  private static final int MAX_KEPT = 1 << 17;

  /** The number of digits that always fit into an integer. */
  private static final int MAX_DIGITS = 9;

  /**
   * Reads a response to its end, so that the connection can be reused. If the body is longer than
   * {@value #MAX_READ} bytes, aborts the request instead, which closes the connection.
   */
  static CallResponse read(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] beginning = {};
    long length = 0;
    if (entity != null) {
      InputStream body = entity.getContent();
      beginning = body.readNBytes(MAX_KEPT);
      length = beginning.length + skip(body);
    }
    boolean isLonger = length > MAX_READ;
    if (isLonger) {
      // Closing the response would read it to its end first.
      request.abort();
    }
    Header location = response.getFirstHeader("Location");
    return new CallResponse(
        response.getCode(),
        String.valueOf(response.getReasonPhrase()),
        List.of(response.getHeaders()),
        location == null ? null : location.getValue(),
        isLonger ? "more than " + MAX_READ + " bytes (the rest was not read)" : length + " bytes",
        entity == null ? "" : ResponseText.of(entity, beginning, length > beginning.length));
  }

  /** Returns the value of {@code Retry-After} if it is in seconds, else zero: clocks differ. */
  Duration pause() {
    return values("Retry-After")
        .filter(value -> !value.isEmpty() && value.length() <= MAX_DIGITS)
        .filter(CharacterSet.DIGITS::containsAll)
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private Stream<String> values(String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(header -> header.getValue().strip());
  }

  /** Reads on, to just beyond the maximum, and returns the number of bytes. */
  private static long skip(InputStream body) throws IOException {
    var buffer = new byte[8192];
    long skipped = 0;
    while (skipped <= MAX_READ - MAX_KEPT) {
      int read = body.read(buffer);
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }
}
