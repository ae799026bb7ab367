package io.flowforge.cli.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The exception for a response that is not 2xx, the same one that the core would throw. */
final class RefusedCall {

  private static final int MAX_DETAILS = 100;

  private RefusedCall() {}

  static FlowforgeException of(URI server, HttpResponse<String> response, ObjectMapper json) {
    int status = response.statusCode();
    JsonNode error = parsed(response.body(), json);
    String message = error.path("message").asText();
    if (message.isEmpty()) {
      return unexpected(server, response);
    }
    return switch (status) {
      case 401 ->
          new ForbiddenException(message + "; sign in again: flowforge login --server " + server);
      case 403 -> new ForbiddenException(message);
      case 404 -> new NotFoundException(message);
      case 409 -> new ConflictException(message);
      case 429 -> new UnavailableException(message);
      default ->
          status < 500
              ? new InvalidException(message, details(error))
              : new UnavailableException(message);
    };
  }

  /** Returns an exception for a response of something else, such as a proxy. */
  private static FlowforgeException unexpected(URI server, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status >= 500 || status == 429) {
      return new UnavailableException(
          "%s responded with %d; try again later".formatted(server, status));
    }
    return status / 100 == 3
        ? new InvalidException(
            "%s redirects to %s; if you trust it, use --server with that address"
                .formatted(server, response.headers().firstValue("Location").orElse("nothing")))
        : new InvalidException(
            "%s responded with %d; is it a Flowforge server?".formatted(server, status));
  }

  private static List<String> details(JsonNode error) {
    List<String> details = new ArrayList<>();
    for (JsonNode detail : error.path("details")) {
      if (details.size() < MAX_DETAILS) {
        details.add(detail.isTextual() ? detail.asText() : detail.toString());
      }
    }
    return details;
  }

  private static JsonNode parsed(String body, ObjectMapper json) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException _) {
      return json.missingNode();
    }
  }
}
