package io.flowforge.server.api;

import io.flowforge.error.InvalidException;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.scan.CharacterSet;
import io.helidon.webserver.http.ServerRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads query parameters; each message names its parameter. */
public final class QueryParameters {

  /** Stands for bytes that could not be decoded. */
  private static final char UNDECODABLE = '\uFFFD';

  private QueryParameters() {}

  static int orgId(ServerRequest request) {
    return text(request, "org_id")
        .map(text -> wholeNumber("org_id", text))
        .orElseThrow(() -> new InvalidException("missing query parameter: 'org_id'"));
  }

  /** Returns whether a parameter is true; false if it is absent. */
  static boolean truth(ServerRequest request, String name) {
    return switch (text(request, name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidException(
              "invalid query parameter '%s': must be true or false".formatted(name));
    };
  }

  static int wholeNumberOr(ServerRequest request, String name, int whenAbsent) {
    return wholeNumber(request, name).orElse(whenAbsent);
  }

  static Optional<Integer> wholeNumber(ServerRequest request, String name) {
    return text(request, name).map(text -> wholeNumber(name, text));
  }

  /**
   * Returns the statuses of the comma-separated parameter {@code status}, which may be repeated;
   * empty if it is absent.
   */
  static Set<RequestStatus> statuses(ServerRequest request) {
    Set<RequestStatus> statuses = EnumSet.noneOf(RequestStatus.class);
    values(request, "status").stream()
        .flatMap(value -> CharacterSet.COMMA.split(value).stream())
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
   * Returns the value of a parameter that can have only one.
   *
   * @throws InvalidException if it is repeated with different values
   */
  public static Optional<String> text(ServerRequest request, String name) {
    List<String> values = values(request, name);
    if (values.size() > 1) {
      throw new InvalidException(
          "query parameter '%s' has different values, '%s' and '%s'; send one"
              .formatted(name, values.get(0), values.get(1)));
    }
    return values.stream().findFirst();
  }

  /**
   * Returns the different values; an empty one is absent, as front ends send it for a filter that
   * is not set.
   */
  private static List<String> values(ServerRequest request, String name) {
    List<String> values =
        request.query().all(name, List::of).stream()
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
    for (String value : values) {
      if (value.indexOf(UNDECODABLE) >= 0) {
        throw new InvalidException(
            "invalid query parameter '%s': its percent-encoded bytes are not UTF-8"
                .formatted(name));
      }
    }
    return values;
  }
}
