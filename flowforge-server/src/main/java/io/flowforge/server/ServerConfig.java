package io.flowforge.server;

import io.flowforge.Environment;
import io.flowforge.error.InvalidException;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.MinimumRate;
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
 * @param managementPort the port that serves only probes and metrics; 0 for none
 */
public record ServerConfig(
    String host,
    int port,
    int managementPort,
    CorsPolicy cors,
    HttpLimits limits,
    IssuerConfig issuer) {

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
        managementPort(variables),
        new CorsPolicy(origins(variables)),
        limits(variables),
        IssuerSettings.read(variables));
  }

  /** Hosting platforms set PORT; our own variable takes precedence. */
  private static int port(Environment variables) {
    String name = variables.text("FLOWFORGE_PORT").isPresent() ? "FLOWFORGE_PORT" : "PORT";
    return variables.number(name, 8080, 0, 65535);
  }

  private static int managementPort(Environment variables) {
    int port = variables.number("FLOWFORGE_MANAGEMENT_PORT", 8081, 0, 65535);
    if (port != 0 && port == port(variables)) {
      throw new InvalidException(
          "FLOWFORGE_MANAGEMENT_PORT must differ from the port of the API, %d; use another port, or"
                  .formatted(port)
              + " 0 to turn it off");
    }
    return port;
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
        times(variables),
        variables.seconds("FLOWFORGE_STOP_TIMEOUT_SECONDS", defaults.stopTimeout(), 0, 3600));
  }

  private static ClientTimes times(Environment variables) {
    ClientTimes defaults = ClientTimes.DEFAULT;
    return new ClientTimes(
        variables.seconds("FLOWFORGE_IDLE_TIMEOUT_SECONDS", defaults.idle(), 1, 3600),
        variables.seconds("FLOWFORGE_READ_TIMEOUT_SECONDS", defaults.silence(), 1, 3600),
        variables.seconds("FLOWFORGE_REQUEST_TIMEOUT_SECONDS", defaults.request(), 1, 3600),
        variables.seconds("FLOWFORGE_RESPONSE_TIMEOUT_SECONDS", defaults.response(), 1, 3600),
        new MinimumRate(
            variables.number(
                "FLOWFORGE_MIN_BYTES_PER_SECOND", defaults.rate().bytesPerSecond(), 0, 1024 * 1024),
            defaults.rate().after()));
  }
}
