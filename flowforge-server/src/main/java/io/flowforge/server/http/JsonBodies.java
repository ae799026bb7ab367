package io.flowforge.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.flowforge.error.InvalidException;
import io.flowforge.server.json.BodyType;
import io.flowforge.server.json.JsonLimits;
import io.flowforge.server.json.JsonProblems;
import io.flowforge.server.json.JsonScan;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
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
 * Reads and writes JSON bodies. Helidon's media support would choose the format of a response by
 * {@code Accept}; here every response is JSON, including strings and null. Thread-safe.
 */
public final class JsonBodies {

  private final ObjectMapper mapper;

  /**
   * Configures the mapper to be strict.
   *
   * @param mapper not used by anything else
   */
  public JsonBodies(ObjectMapper mapper) {
    this.mapper = strict(mapper);
  }

  /**
   * Reads the request body, which is required.
   *
   * @throws InvalidException if it is missing, is not JSON, or does not match the type
   * @throws RefusedException if its media type is not JSON
   */
  public <T> T read(ServerRequest request, Class<T> type) {
    return parsed(bytesOf(request), type);
  }

  /** Reads the request body as {@link #read} does, but allows it to be absent. */
  public <T> T readOr(ServerRequest request, Class<T> type, T whenAbsent) {
    byte[] body = bytesOf(request);
    return body.length == 0 ? whenAbsent : parsed(body, type);
  }

  /** Responds with 200 and the value as JSON. */
  public void send(ServerResponse response, @Nullable Object value) {
    send(response, Status.OK_200, value);
  }

  /** Responds with the status and the value as JSON. */
  public void send(ServerResponse response, Status status, @Nullable Object value) {
    byte[] body = bytes(value);
    response.status(status).header(HeaderValues.CONTENT_TYPE_JSON);
    try {
      response.send(body);
    } catch (UncheckedIOException e) {
      // Otherwise Helidon logs it as an error of the server.
      throw new ServerConnectionException("the client closed the connection", e);
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
      throw new InvalidException("the request body is missing; send a JSON object");
    }
    JsonScan.of(mapper.getFactory(), body).requireAcceptable();
    T value;
    try {
      value = mapper.readValue(body, type);
    } catch (IOException e) {
      throw JsonProblems.explained(e);
    }
    if (value == null) {
      throw new InvalidException("the request body must be a JSON object, not null");
    }
    return value;
  }

  private static byte[] bytesOf(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    requireJson(request.headers().all(HeaderNames.CONTENT_TYPE, List::of));
    try (InputStream content = request.content().inputStream()) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the type of a body, which is JSON unless the client names another one. */
  private static void requireJson(List<String> contentTypes) {
    if (contentTypes.size() > 1) {
      throw unsupported("send one Content-Type, application/json, not " + contentTypes.size());
    }
    for (String text : contentTypes) {
      BodyType type =
          BodyType.parse(text)
              .orElseThrow(
                  () ->
                      unsupported(
                          "Content-Type is malformed; send the request body as application/json"));
      if (!type.isJson()) {
        throw unsupported("send the request body as application/json, not as " + type.name());
      }
      if (!type.isUtf8()) {
        throw unsupported(
            "send the request body as application/json in UTF-8, not in " + type.charset());
      }
    }
  }

  private static RefusedException unsupported(String message) {
    return new RefusedException(Status.UNSUPPORTED_MEDIA_TYPE_415, message);
  }

  private static ObjectMapper strict(ObjectMapper mapper) {
    mapper.getFactory().setStreamReadConstraints(JsonLimits.constraints());
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    // A wrong type is a mistake of the client: report it instead of guessing.
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float);
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Boolean);
    refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.EmptyString);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.EmptyString);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.Integer);
    return mapper;
  }

  private static void refuse(
      ObjectMapper mapper, LogicalType target, CoercionInputShape... shapes) {
    for (CoercionInputShape shape : List.of(shapes)) {
      mapper.coercionConfigFor(target).setCoercion(shape, CoercionAction.Fail);
    }
  }
}
