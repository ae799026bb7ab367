package io.flowforge.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.flowforge.error.InvalidException;
import io.flowforge.server.json.BodyType;
import io.flowforge.server.json.JsonLimits;
import io.flowforge.server.json.JsonProblems;
import io.flowforge.server.json.JsonScan;
import io.flowforge.server.json.ResponseStream;
import io.flowforge.server.memory.ReceivedBody;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON bodies. Helidon's media support would choose the format of a response by
 * {@code Accept}; here every response is JSON, including strings and null. Thread-safe.
 */
public final class JsonBodies {

  private final ObjectMapper mapper;
  private final ObjectWriter writer;

  /**
   * Configures the mapper to be strict.
   *
   * @param mapper not used by anything else
   */
  public JsonBodies(ObjectMapper mapper) {
    this.mapper = strict(mapper);
    writer =
        mapper
            .writer()
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            // So that a failure to read a list keeps its meaning.
            .without(SerializationFeature.WRAP_EXCEPTIONS);
  }

  /**
   * Reads the request body, which is required.
   *
   * @throws InvalidException if it is missing, is not JSON, or does not match the type
   * @throws RefusedException if its media type is not JSON
   */
  public <T> T read(ServerRequest request, Class<T> type) {
    return parsed(request, bodyOf(request), type);
  }

  /** Reads the request body as {@link #read} does, but allows it to be absent. */
  public <T> T readOr(ServerRequest request, Class<T> type, T whenAbsent) {
    Optional<ReceivedBody> body = bodyOf(request);
    return body.isEmpty() ? whenAbsent : parsed(request, body, type);
  }

  /** Returns whether there is a body to read. */
  public boolean hasBody(ServerRequest request) {
    return bodyOf(request).isPresent();
  }

  /** Responds with 200 and the value as JSON. */
  public void send(ServerResponse response, @Nullable Object value) {
    send(response, Status.OK_200, value);
  }

  /**
   * Responds with the status and the value as JSON. A long response is never whole in memory: lists
   * that are {@link Iterable} are read while they are sent.
   */
  public void send(ServerResponse response, Status status, @Nullable Object value) {
    response.status(status).header(HeaderValues.CONTENT_TYPE_JSON);
    var body = new ResponseStream(response);
    try {
      writer.writeValue(body, value);
      body.finish();
    } catch (CloseConnectionException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw body.failed(e);
    }
  }

  /** Returns a value as JSON. */
  public ObjectNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  /** Returns a value as the bytes of its JSON, without line feeds. */
  public byte[] bytes(@Nullable Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }

  /**
   * Checks a body that does not become an object.
   *
   * @throws InvalidException if it is not JSON, or more of it than is acceptable
   */
  public void requireAcceptable(byte[] body) {
    scan(body).requireAcceptable();
  }

  /** Scans a body, before it becomes objects. */
  JsonScan scan(byte[] body) {
    return JsonScan.of(mapper.getFactory(), body);
  }

  private <T> T parsed(ServerRequest request, Optional<ReceivedBody> received, Class<T> type) {
    ReceivedBody body =
        received.orElseThrow(
            () -> new InvalidException("the request body is missing; send a JSON object"));
    requireJson(request.headers().all(HeaderNames.CONTENT_TYPE, List::of));
    body.scan().requireAcceptable();
    T value;
    try {
      value = mapper.readValue(body.take(), type);
    } catch (IOException e) {
      throw JsonProblems.explained(e);
    }
    if (value == null) {
      throw new InvalidException("the request body must be a JSON object, not null");
    }
    return value;
  }

  private static Optional<ReceivedBody> bodyOf(ServerRequest request) {
    return request.context().get(ReceivedBody.class).filter(received -> !received.isEmpty());
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
