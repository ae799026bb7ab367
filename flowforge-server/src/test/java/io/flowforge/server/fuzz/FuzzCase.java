package io.flowforge.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowforge.server.testing.ApiOperation;

/**
 * A request.
 *
 * @param operation the one that it is made for
 * @param isItsPath whether the path really leads there
 * @param caller who sends it
 * @param head the request line and the headers, each with its line end
 * @param body a character a byte
 */
record FuzzCase(
    ApiOperation operation, boolean isItsPath, String caller, String head, String body) {

  private static final int SHOWN = 600;

  @Override
  public String toString() {
    String text =
        head.replaceAll("Authorization: .*", "Authorization: of " + caller)
            + new String(body.getBytes(ISO_8859_1), UTF_8);
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
