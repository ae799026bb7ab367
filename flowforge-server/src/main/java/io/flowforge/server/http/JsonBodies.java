package io.flowforge.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.flowforge.error.InvalidException;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON in and out. Helidon's media support would choose by {@code Accept} whether and as what an
 * answer is written; here an answer is JSON, texts and null included. Safe for use by many threads.
 */
public final class JsonBodies {

  /** What MongoDB stores at the most is 100; a document adds a few levels of its own. */
  private static final int MAX_DEPTH = 80;

  private final ObjectMapper mapper;

  /**
   * Sets the mapper up for bodies of strangers.
   *
   * @param mapper given away: nobody else may use it before
   */
  public JsonBodies(ObjectMapper mapper) {
    this.mapper = strict(mapper);
  }

  /**
   * The body, which must be there.
   *
   * @throws InvalidException when it is not JSON, or JSON of another shape
   * @throws RefusedException when its media type is not JSON
   */
  public <T> T read(ServerRequest request, Class<T> type) {
    return parsed(bytesOf(request), type);
  }

  /** Like {@link #read}, for a body that may be left out. */
  public <T> T readOr(ServerRequest request, Class<T> type, T whenAbsent) {
    byte[] body = bytesOf(request);
    return body.length == 0 ? whenAbsent : parsed(body, type);
  }

  /** Answers 200. */
  public void send(ServerResponse response, @Nullable Object value) {
    send(response, Status.OK_200, value);
  }

  public void send(ServerResponse response, Status status, @Nullable Object value) {
    byte[] body = bytes(value);
    response.status(status).header(HeaderValues.CONTENT_TYPE_JSON);
    try {
      response.send(body);
    } catch (UncheckedIOException e) {
      // Helidon would take it for a failure of ours, and log it.
      throw new ServerConnectionException("the client is gone", e);
    }
  }

  byte[] bytes(@Nullable Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }

  private <T> T parsed(byte[] body, Class<T> type) {
    if (body.length == 0) {
      throw new InvalidException("the body is missing: send a JSON object");
    }
    T value;
    try {
      value = mapper.readValue(body, type);
    } catch (IOException e) {
      throw JsonProblems.explained(e);
    }
    if (value == null) {
      throw new InvalidException("the body must be a JSON object, not null");
    }
    JsonProblems.refuseNul(body);
    return value;
  }

  private static byte[] bytesOf(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    request
        .headers()
        .contentType()
        .filter(type -> !isJson(type))
        .ifPresent(
            type -> {
              throw new RefusedException(
                  Status.UNSUPPORTED_MEDIA_TYPE_415,
                  "send the body as application/json, not as " + type.mediaType().text());
            });
    try (InputStream content = request.content().inputStream()) {
      return content.readAllBytes();
    } catch (NumberFormatException e) {
      // From deep inside Helidon: the size of a chunk.
      throw new InvalidException("the body is malformed: one of its chunks has no valid size");
    } catch (DataReader.InsufficientDataAvailableException e) {
      // Helidon would take it for a failure of ours, and log it.
      throw new ServerConnectionException("the client left within its body", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJson(HttpMediaType type) {
    return type.mediaType().equals(MediaTypes.APPLICATION_JSON)
        || type.mediaType().subtype().endsWith("+json");
  }

  private static ObjectMapper strict(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    // Our clients send the right types; anything else is a mistake that should be told, not
    // guessed.
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float);
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Boolean);
    refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.EmptyString);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.EmptyString);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.Integer);
    return mapper;
  }

  private static void refuse(ObjectMapper mapper, LogicalType wanted, CoercionInputShape... given) {
    for (CoercionInputShape shape : List.of(given)) {
      mapper.coercionConfigFor(wanted).setCoercion(shape, CoercionAction.Fail);
    }
  }
}
