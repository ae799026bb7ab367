package io.flowforge.server.http;

import io.flowforge.server.memory.CallCost;
import io.flowforge.server.memory.MemoryBudget;
import io.flowforge.server.memory.ReceivedBody;
import io.flowforge.server.memory.Reservation;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Receives the bodies of known callers, before their calls take a slot or any other memory, because
 * a body can arrive slowly. Refuses bodies that are too large, without reading the rest: the edge
 * ends the connection after the response, in a way that lets the client read it.
 */
final class RequestBodies implements Filter {

  private static final int BLOCK_BYTES = 16 * 1024;

  private final long maxBytes;
  private final MemoryBudget budget;

  RequestBodies(long maxBytes, MemoryBudget budget) {
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw tooLarge();
    }
    request.streamFilter(Unclosed::new);
    if (Callers.isKnown(request) && request.content().hasEntity()) {
      try (ReceivedBody body = received(request)) {
        request.context().register(body);
        chain.proceed();
      }
    } else {
      chain.proceed();
    }
  }

  private ReceivedBody received(RoutingRequest request) {
    Reservation reservation = CallMemory.reserved(budget, request, 0);
    try {
      return new ReceivedBody(bytesOf(request, reservation), reservation);
    } catch (RuntimeException | Error e) {
      reservation.close();
      throw e;
    }
  }

  private byte[] bytesOf(RoutingRequest request, Reservation reservation) {
    var bytes = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK_BYTES];
    // Not closed, because Helidon would then read the rest of a body that is too large.
    InputStream body = request.content().inputStream();
    try {
      for (int count = body.read(block); count >= 0; count = body.read(block)) {
        if (bytes.size() + (long) count > maxBytes) {
          throw tooLarge();
        }
        CallMemory.grow(reservation, (long) CallCost.BYTES_PER_BYTE_RECEIVED * count);
        bytes.write(block, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static RefusedException tooLarge() {
    Status status = Status.REQUEST_ENTITY_TOO_LARGE_413;
    return new RefusedException(status, ErrorResponses.messageFor(status));
  }

  /** A body that is not closed, because Helidon would read it to its end before the response. */
  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream body) {
      super(body);
    }

    @Override
    public void close() {}
  }
}
