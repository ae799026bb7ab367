package io.flowforge.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The response body of every error.
 *
 * @param code the HTTP status code
 * @param details one sentence per problem; absent if the message says it all
 */
record ErrorBody(
    String message, int code, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> details) {

  ErrorBody(String message, int code) {
    this(message, code, List.of());
  }
}
