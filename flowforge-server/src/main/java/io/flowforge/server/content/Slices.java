package io.flowforge.server.content;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Sends bytes that all calls share, without copying them as a whole. */
public final class Slices {

  private static final int SLICE_BYTES = 64 * 1024;

  private Slices() {}

  /**
   * Sends the body of a response, with its length.
   *
   * @throws ServerConnectionException if the client closes the connection
   */
  public static void send(ServerResponse response, byte[] content) {
    response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(content.length));
    try (OutputStream body = response.outputStream()) {
      for (int at = 0; at < content.length; at += SLICE_BYTES) {
        body.write(content, at, Math.min(SLICE_BYTES, content.length - at));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ServerConnectionException("the client closed the connection", e);
    }
  }
}
