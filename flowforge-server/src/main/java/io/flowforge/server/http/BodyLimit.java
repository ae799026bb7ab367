package io.flowforge.server.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses request bodies that are too large, so that the client can read the response. A server
 * that closes a connection with unread bytes resets it, and a client that is still sending loses
 * the response. A body within Helidon's own limit, which is {@value #MAX_DISCARDED} bytes higher,
 * is therefore read to its end after the response, and discarded.
 */
final class BodyLimit implements Filter {

  /** The number of bytes beyond the limit that are read only to keep the connection usable. */
  static final long MAX_DISCARDED = 8 * 1024 * 1024;

  private final long maxBytes;

  BodyLimit(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    // Helidon discards the rest of a body only if the connection stays open.
    boolean closesAfter = ClosingFilter.isAskedFor(request.headers());
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      if (closesAfter) {
        request.content().consume();
      }
      throw tooLarge();
    }
    request.streamFilter(body -> new Limited(body, maxBytes));
    chain.proceed();
    if (closesAfter && response.isSent()) {
      request.content().consume();
    }
  }

  private static RefusedException tooLarge() {
    Status status = Status.REQUEST_ENTITY_TOO_LARGE_413;
    return new RefusedException(status, ErrorResponses.messageFor(status));
  }

  private static final class Limited extends FilterInputStream {

    private long remaining;

    Limited(InputStream body, long maxBytes) {
      super(body);
      remaining = maxBytes;
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

    /** Does not close Helidon's stream, which would be read to its end before the response. */
    @Override
    public void close() {}

    private void count(int bytes) {
      remaining -= bytes;
      if (remaining < 0) {
        throw tooLarge();
      }
    }
  }
}
