package io.flowforge.server.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.flowforge.trace.LogEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response while it is written. A short one is sent when it is complete, with its
 * length; until then, an error can take its place. A long one is streamed.
 */
public final class ResponseStream extends OutputStream {

  private static final Logger LOG = System.getLogger(ResponseStream.class.getName());
  private static final int MAX_SHORT_BYTES = 64 * 1024;

  private final ServerResponse response;
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private @Nullable OutputStream rest;

  public ResponseStream(ServerResponse response) {
    this.response = response;
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (rest == null && beginning.size() + length <= MAX_SHORT_BYTES) {
      beginning.write(bytes, offset, length);
      return;
    }
    try {
      if (rest == null) {
        rest = response.outputStream();
        beginning.writeTo(rest);
        beginning.reset();
      }
      rest.write(bytes, offset, length);
    } catch (UncheckedIOException e) {
      throw closedByClient(e);
    }
  }

  /** Completes the response. */
  public void finish() throws IOException {
    try {
      if (rest == null) {
        response.send(beginning.toByteArray());
      } else {
        rest.close();
      }
    } catch (UncheckedIOException e) {
      throw closedByClient(e);
    }
  }

  /**
   * Returns the exception to throw after a failure. If the response has begun, its status cannot
   * change any more: the connection ends without the last chunk, so the client notices.
   */
  public RuntimeException failed(Exception failure) {
    if (rest != null) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("response_aborted").with("reason", String.valueOf(failure.getMessage())));
      return new CloseConnectionException("the response could not be completed", failure);
    }
    return switch (failure) {
      case RuntimeException unchecked -> unchecked;
      // What a list could not read from a store, which Jackson wraps.
      case JsonMappingException wrapper when wrapper.getCause() instanceof RuntimeException cause ->
          cause;
      default -> new IllegalStateException("cannot be written as JSON", failure);
    };
  }

  private static ServerConnectionException closedByClient(UncheckedIOException cause) {
    // Otherwise Helidon logs it as an error of the server.
    return new ServerConnectionException("the client closed the connection", cause);
  }
}
