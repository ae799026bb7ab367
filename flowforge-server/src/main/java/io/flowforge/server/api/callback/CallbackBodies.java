package io.flowforge.server.api.callback;

import io.flowforge.error.InvalidException;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.http.RefusedException;
import io.flowforge.server.json.BodyType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the bodies of calls: none, JSON, or any other text in UTF-8, up to {@link
 * Callbacks#MAX_BODY_BYTES}.
 */
final class CallbackBodies {

  private final JsonBodies json;

  CallbackBodies(JsonBodies json) {
    this.json = json;
  }

  /**
   * Returns the body.
   *
   * @throws RefusedException if it is too large, or its type is no text in UTF-8
   * @throws InvalidException if it is not what its type says, such as JSON that was cut off
   */
  String textOf(ServerRequest request) {
    boolean isJson = isJson(request.headers().all(HeaderNames.CONTENT_TYPE, List::of));
    if (!request.content().hasEntity()) {
      return "";
    }
    if (request.headers().contentLength().orElse(0) > Callbacks.MAX_BODY_BYTES) {
      throw tooLarge();
    }
    byte[] bytes;
    try {
      // Not closed, because Helidon would then read the rest of a body that is too large.
      InputStream body = request.content().inputStream();
      bytes = body.readNBytes(Callbacks.MAX_BODY_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.length > Callbacks.MAX_BODY_BYTES) {
      throw tooLarge();
    }
    if (isJson && bytes.length > 0) {
      json.requireAcceptable(bytes);
    }
    return decoded(bytes);
  }

  private static boolean isJson(List<String> contentTypes) {
    if (contentTypes.isEmpty()) {
      return false;
    }
    BodyType type =
        contentTypes.size() > 1
            ? null
            : BodyType.parse(contentTypes.getFirst()).filter(BodyType::isUtf8).orElse(null);
    if (type == null) {
      throw new RefusedException(
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "send one Content-Type whose charset is UTF-8, such as application/json");
    }
    return type.isJson();
  }

  private static String decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Reported below, like text that contains NUL.
    }
    throw new InvalidException("the request body must be text in UTF-8 without NUL characters");
  }

  private static RefusedException tooLarge() {
    return new RefusedException(
        Status.REQUEST_ENTITY_TOO_LARGE_413,
        "the request body has more than %d bytes; send fewer".formatted(Callbacks.MAX_BODY_BYTES));
  }
}
