package io.flowforge.server.api;

import io.flowforge.error.InvalidException;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.scan.CharacterSet;
import io.helidon.webserver.http.ServerRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads query parameters; each message names its parameter. */
final class QueryParameters {

  private QueryParameters() {}

  static int orgId(ServerRequest request) {
    return text(request, "org_id")
        .map(text -> wholeNumber("org_id", text))
        .orElseThrow(() -> new InvalidException("missing query parameter: 'org_id'"));
  }

  static int wholeNumberOr(ServerRequest request, String name, int whenAbsent) {
    return text(request, name).map(text -> wholeNumber(name, text)).orElse(whenAbsent);
  }

  /**
   * Returns the statuses of the comma-separated parameter {@code status}; empty if it is absent.
   */
  static Set<RequestStatus> statuses(ServerRequest request) {
    Set<RequestStatus> statuses = EnumSet.noneOf(RequestStatus.class);
    CharacterSet.COMMA.split(text(request, "status").orElse("")).stream()
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .map(QueryParameters::status)
        .forEach(statuses::add);
    return statuses;
  }

  private static RequestStatus status(String label) {
    return RequestStatus.of(label)
        .orElseThrow(
            () ->
                new InvalidException(
                    "invalid query parameter 'status': unknown status '" + label + "'"));
  }

  private static int wholeNumber(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidException(
          "invalid query parameter '%s': '%s' is not a whole number".formatted(name, text));
    }
  }

  /**
   * Returns the value; an empty one is absent, as front ends send it for a filter that is not set.
   */
  static Optional<String> text(ServerRequest request, String name) {
    return request.query().contains(name)
        ? Optional.of(request.query().get(name)).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}
