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
 * Refuses request bodies that are too large. It does not read the rest of such a body: the edge
 * ends the connection after the response, in a way that lets the client read it.
 */
final class BodyLimit implements Filter {

  private final long maxBytes;

  BodyLimit(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw tooLarge();
    }
    request.streamFilter(body -> new Limited(body, maxBytes));
    chain.proceed();
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
