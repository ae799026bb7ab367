package io.flowforge.step.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * What a target answered, as far as it was read.
 *
 * @param location where a redirect leads, null when that is not said
 * @param length how long the body is, in words
 * @param beginning of the body, as a text; empty when it is none
 */
record CallResponse(
    int status,
    String reason,
    List<? extends NameValuePair> headers,
    @Nullable String location,
    String length,
    String beginning) {

  /** How much of a body is read, in bytes. */
  private static final int MAX_READ = 1 << 20;

  /** How much of a body is kept, in bytes: more than is looked at for the log. */
  private static final int MAX_KEPT = 1 << 17;

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /**
   * Reads the answer, so that the connection can be used again, but never more than is sane: for
   * what is longer, the connection is given up.
   */
  static CallResponse read(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] beginning = {};
    long length = 0;
    if (entity != null) {
      InputStream body = entity.getContent();
      beginning = body.readNBytes(MAX_KEPT);
      length = beginning.length + passed(body);
    }
    boolean isLonger = length > MAX_READ;
    if (isLonger) {
      // Closing the answer, or letting the client do so, would first read all of it.
      request.abort();
    }
    Header location = response.getFirstHeader("Location");
    return new CallResponse(
        response.getCode(),
        String.valueOf(response.getReasonPhrase()),
        List.of(response.getHeaders()),
        location == null ? null : location.getValue(),
        isLonger ? "more than " + MAX_READ + " bytes; the rest was not read" : length + " bytes",
        entity == null ? "" : ResponseText.of(entity, beginning, length > beginning.length));
  }

  /** How long to wait, as far as it is said in seconds; clocks differ. RFC 9110, 10.2.3. */
  Duration pause() {
    return values("Retry-After")
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private Stream<String> values(String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(header -> header.getValue().strip());
  }

  private static long passed(InputStream body) throws IOException {
    var buffer = new byte[8192];
    long passed = 0;
    while (passed <= MAX_READ - MAX_KEPT) {
      int read = body.read(buffer);
      if (read < 0) {
        break;
      }
      passed += read;
    }
    return passed;
  }
}
