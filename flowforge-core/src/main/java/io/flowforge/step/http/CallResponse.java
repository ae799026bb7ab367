package io.flowforge.step.http;

import io.flowforge.step.http.exchange.BodyBytes;
import io.flowforge.step.http.exchange.CallExchange;
import io.flowforge.step.http.exchange.RetryAfter;
import io.flowforge.step.http.logging.BodyDecoder;
import io.flowforge.step.http.logging.BodyText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
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
 * @param body the beginning of the body
 * @param bytes the body, as far as it is kept; null if there is none
 */
record CallResponse(
    int status,
    String reason,
    List<? extends NameValuePair> headers,
    @Nullable String location,
    String length,
    BodyText body,
    @Nullable BodyBytes bytes) {

  /**
   * Reads a response, as far as it is well-formed and within the limits: its status counts in any
   * case.
   *
   * @throws InterruptedIOException if the thread was interrupted
   */
  static CallResponse read(
      HttpUriRequestBase request, ClassicHttpResponse response, CallExchange exchange)
      throws IOException {
    HttpEntity entity = response.getEntity();
    String length = exchange.isWithoutBody() ? "no readable body" : "0 bytes";
    BodyText text = new BodyText.NoBody();
    BodyBytes body = null;
    if (entity != null) {
      // Aborts the request if there is more: closing the response would read it to its end.
      body = exchange.read(entity.getContent(), request::abort);
      length = body.description();
      text = BodyDecoder.decode(entity, body.beginning(), body.isTruncated());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while reading");
    }
    Header location = response.getFirstHeader("Location");
    return new CallResponse(
        response.getCode(),
        String.valueOf(response.getReasonPhrase()),
        List.of(response.getHeaders()),
        location == null ? null : location.getValue(),
        length,
        text,
        body);
  }

  /** Returns the pause that the target asks for; zero if it asks for none. */
  Duration pause(InstantSource clock) {
    return RetryAfter.of(values("Date"), clock.instant()).pause(values("Retry-After"));
  }

  private Stream<String> values(String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(header -> header.getValue().strip());
  }
}
