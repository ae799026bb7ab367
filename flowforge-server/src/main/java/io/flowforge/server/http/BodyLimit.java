package io.flowforge.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses bodies that are too large in a way that a client gets to hear. A server that closes with
 * bytes unread resets the connection, and the answer is lost on a client that is still sending; so
 * a body within Helidon's own limit, which is {@value #READ_AWAY} bytes higher, is read to its end
 * after the answer, and thrown away.
 */
final class BodyLimit implements Filter {

  /** What is read of a body for no other reason than to be heard. */
  static final long READ_AWAY = 8 * 1024 * 1024;

  private final long maxBytes;

  BodyLimit(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    // Helidon reads away what is left only where the connection goes on.
    boolean isLast = request.headers().contains(HeaderValues.CONNECTION_CLOSE);
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      if (isLast) {
        request.content().consume();
      }
      throw tooLarge();
    }
    request.streamFilter(body -> new Limited(body, maxBytes));
    chain.proceed();
    if (isLast && response.isSent()) {
      request.content().consume();
    }
  }

  private static RefusedException tooLarge() {
    Status status = Status.REQUEST_ENTITY_TOO_LARGE_413;
    return new RefusedException(status, ErrorResponses.messageFor(status));
  }

  private static final class Limited extends FilterInputStream {

    private long left;

    Limited(InputStream body, long maxBytes) {
      super(body);
      left = maxBytes;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(count, 0));
      return count;
    }

    /** Helidon's stream would be read to its end here, before the answer. */
    @Override
    public void close() {}

    private void count(int bytes) {
      left -= bytes;
      if (left < 0) {
        throw tooLarge();
      }
    }
  }
}
