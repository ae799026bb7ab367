package io.flowforge.server.api.submission;

import io.flowforge.error.InvalidException;
import io.helidon.http.HeaderName;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;

/** Reads headers of requests; each message names its header. */
public final class RequestHeaders {

  private RequestHeaders() {}

  /**
   * Returns the value of a header that can have only one.
   *
   * @throws InvalidException if it is repeated
   */
  public static Optional<String> text(ServerRequest request, HeaderName name) {
    List<String> values = request.headers().all(name, List::of);
    if (values.size() > 1) {
      throw new InvalidException(
          "the header %s has %d values; send one".formatted(name.defaultCase(), values.size()));
    }
    return values.stream().findFirst();
  }
}
