package io.flowforge.cli.connection;

import static java.util.stream.Collectors.joining;

import io.flowforge.uri.PercentEncoding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The path of a call of the API, with its query.
 *
 * @param path percent-encoded, beginning with a slash
 * @param query not encoded
 */
public record ApiPath(String path, Map<String, String> query) {

  /** Returns a path under {@code /api}; each segment may contain any character. */
  public static ApiPath of(String... segments) {
    return new ApiPath(
        Arrays.stream(segments).map(PercentEncoding::encode).collect(joining("/", "/api/", "")),
        Map.of());
  }

  /** Returns the same path with another query parameter. */
  public ApiPath with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value.toString());
    return new ApiPath(path, more);
  }

  /** Returns path and query as they are sent. */
  @Override
  public String toString() {
    return query.isEmpty()
        ? path
        : query.entrySet().stream()
            .map(
                parameter ->
                    PercentEncoding.encode(parameter.getKey())
                        + "="
                        + PercentEncoding.encode(parameter.getValue()))
            .collect(joining("&", path + "?", ""));
  }
}
