package io.flowforge.server;

import io.flowforge.Environment;
import io.flowforge.error.InvalidException;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.http.CorsPolicy;
import io.flowforge.server.http.HttpLimits;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of the server.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free port
 */
public record ServerConfig(
    String host, int port, CorsPolicy cors, HttpLimits limits, IssuerConfig issuer) {

  private static final String FRONT_END = "http://localhost:3000";
  private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s]+");

  /**
   * Reads the environment.
   *
   * @throws InvalidException if a variable is invalid; the message names it and says what to do
   */
  public static ServerConfig from(Map<String, String> environment) {
    var variables = new Environment(environment);
    return new ServerConfig(
        variables.text("FLOWFORGE_HOST").orElse("0.0.0.0"),
        port(variables),
        new CorsPolicy(origins(variables)),
        limits(variables),
        IssuerSettings.read(variables));
  }

  /** Hosting platforms set PORT; our own variable takes precedence. */
  private static int port(Environment variables) {
    String name = variables.text("FLOWFORGE_PORT").isPresent() ? "FLOWFORGE_PORT" : "PORT";
    return variables.number(name, 8080, 0, 65535);
  }

  private static List<String> origins(Environment variables) {
    List<String> origins =
        Stream.of(variables.text("CORS_ALLOWED_ORIGINS").orElse(FRONT_END).split(","))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .toList();
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new InvalidException(
            "CORS_ALLOWED_ORIGINS must be a comma-separated list of origins such as "
                + FRONT_END
                + ", without a path or a trailing slash, but it contains '"
                + origin
                + "'");
      }
    }
    return origins.isEmpty() ? List.of(FRONT_END) : origins;
  }

  private static HttpLimits limits(Environment variables) {
    HttpLimits defaults = HttpLimits.DEFAULT;
    return new HttpLimits(
        variables.number(
            "FLOWFORGE_MAX_BODY_BYTES", (int) defaults.maxBodyBytes(), 1024, 64 * 1024 * 1024),
        variables.number(
            "FLOWFORGE_MAX_HEADER_BYTES", defaults.maxHeaderBytes(), 8 * 1024, 1024 * 1024),
        variables.number(
            "FLOWFORGE_MAX_REQUEST_LINE_BYTES", defaults.maxRequestLineBytes(), 1024, 64 * 1024),
        variables.number(
            "FLOWFORGE_MAX_CONCURRENT_REQUESTS", defaults.maxConcurrentRequests(), 1, 100_000),
        variables.number("FLOWFORGE_MAX_CONNECTIONS", defaults.maxConnections(), 1, 1_000_000),
        variables.seconds("FLOWFORGE_READ_TIMEOUT_SECONDS", defaults.readTimeout(), 1, 3600),
        variables.seconds("FLOWFORGE_STOP_TIMEOUT_SECONDS", defaults.stopTimeout(), 0, 3600));
  }
}
