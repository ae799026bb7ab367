package io.flowforge.server;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.MinimumRate;
import io.flowforge.server.http.CorsPolicy;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.server.stream.StreamLimits;
import io.flowforge.settings.SettingsReader;
import io.flowforge.settings.ShownValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the server.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param managementPort the port that serves only probes and metrics; 0 for none
 * @param hasConsole whether browsers get the console
 */
public record ServerConfig(
    String host,
    int port,
    int managementPort,
    CorsPolicy cors,
    HttpLimits limits,
    IssuerConfig issuer,
    boolean hasConsole) {

  private static final String FRONT_END = "http://localhost:3000";
  private static final CharacterSet HOST = CharacterSet.of("A-Za-z0-9.:_[]%-");

  /**
   * Reads the environment.
   *
   * @throws io.flowforge.error.InvalidException with one detail for each setting that is missing or
   *     invalid
   */
  public static ServerConfig from(Map<String, String> environment) {
    return SettingsReader.read(environment, ServerConfig::read);
  }

  /** Returns empty if something is missing; the reader has the problems. */
  public static Optional<ServerConfig> read(SettingsReader settings) {
    Optional<IssuerConfig> issuer = IssuerSettings.read(settings);
    int port = port(settings);
    int managementPort = managementPort(settings, port);
    String host = settings.valueOr("FLOWFORGE_HOST", "0.0.0.0", ServerConfig::host);
    var cors = new CorsPolicy(origins(settings));
    HttpLimits limits = limits(settings);
    boolean hasConsole = settings.truth("CONSOLE", true);
    return issuer.map(
        tokens -> new ServerConfig(host, port, managementPort, cors, limits, tokens, hasConsole));
  }

  /** Returns settings with other limits. */
  public ServerConfig with(HttpLimits other) {
    return new ServerConfig(host, port, managementPort, cors, other, issuer, hasConsole);
  }

  /** Returns what the server expects of its token issuer. */
  public IssuerInspection inspection() {
    return IssuerInspection.of(issuer);
  }

  /** Returns whether the issuer knows the console, so that people can sign in there. */
  public boolean hasConsoleClient() {
    return issuer.clients().console() != null;
  }

  /** Hosting platforms set PORT; our own variable takes precedence. */
  private static int port(SettingsReader settings) {
    boolean isOurs = settings.isSet("FLOWFORGE_PORT") || !settings.isSet("PORT");
    if (isOurs) {
      settings.ignore("PORT", "FLOWFORGE_PORT is set");
    }
    return settings.number(isOurs ? "FLOWFORGE_PORT" : "PORT", 8080, 0, 65535);
  }

  private static int managementPort(SettingsReader settings, int apiPort) {
    int port = settings.number("FLOWFORGE_MANAGEMENT_PORT", 8081, 0, 65535);
    if (port != 0 && port == apiPort) {
      settings.refuse(
          "FLOWFORGE_MANAGEMENT_PORT",
          "FLOWFORGE_MANAGEMENT_PORT must differ from the port of the API, %d; use another port, or"
                  .formatted(port)
              + " 0 to turn it off");
    }
    return port;
  }

  private static String host(String text) {
    if (!HOST.containsAll(text)) {
      throw SettingsReader.mustBe(
          "FLOWFORGE_HOST", "an address of this machine, such as 0.0.0.0 or 127.0.0.1", text);
    }
    return text;
  }

  private static List<String> origins(SettingsReader settings) {
    String valid =
        settings.valueOr("CORS_ALLOWED_ORIGINS", FRONT_END, ServerConfig::requireOrigins);
    return listed(valid);
  }

  private static String requireOrigins(String list) {
    List<String> origins = listed(list);
    for (String origin : origins) {
      if (!WebOrigin.isOne(origin)) {
        throw new InvalidException(
            "CORS_ALLOWED_ORIGINS must be a comma-separated list of origins such as %s, without a path or a trailing slash, but it contains '%s'"
                .formatted(FRONT_END, ShownValue.of(origin)));
      }
    }
    return origins.isEmpty() ? FRONT_END : list;
  }

  private static List<String> listed(String list) {
    return CharacterSet.COMMA.split(list).stream()
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  private static HttpLimits limits(SettingsReader settings) {
    HttpLimits defaults = HttpLimits.DEFAULT;
    return new HttpLimits(
        settings.number(
            "FLOWFORGE_MAX_BODY_BYTES", (int) defaults.maxBodyBytes(), 1024, 64 * 1024 * 1024),
        settings.number(
            "FLOWFORGE_MAX_HEADER_BYTES", defaults.maxHeaderBytes(), 8 * 1024, 1024 * 1024),
        settings.number(
            "FLOWFORGE_MAX_REQUEST_LINE_BYTES", defaults.maxRequestLineBytes(), 1024, 64 * 1024),
        settings.number(
            "FLOWFORGE_MAX_CONCURRENT_REQUESTS", defaults.maxConcurrentRequests(), 1, 100_000),
        settings.number("FLOWFORGE_MAX_CONNECTIONS", defaults.maxConnections(), 1, 1_000_000),
        times(settings),
        settings.seconds("FLOWFORGE_STOP_TIMEOUT_SECONDS", defaults.stopTimeout(), 0, 3600),
        streams(settings));
  }

  private static StreamLimits streams(SettingsReader settings) {
    StreamLimits defaults = StreamLimits.DEFAULT;
    return new StreamLimits(
        settings.number("FLOWFORGE_MAX_STREAMS", defaults.max(), 1, 100_000),
        settings.number("FLOWFORGE_MAX_STREAMS_PER_CALLER", defaults.maxOfCaller(), 1, 100_000),
        defaults.keepAlive(),
        defaults.check(),
        defaults.longest());
  }

  private static ClientTimes times(SettingsReader settings) {
    ClientTimes defaults = ClientTimes.DEFAULT;
    return new ClientTimes(
        settings.seconds("FLOWFORGE_IDLE_TIMEOUT_SECONDS", defaults.idle(), 1, 3600),
        settings.seconds("FLOWFORGE_READ_TIMEOUT_SECONDS", defaults.silence(), 1, 3600),
        settings.seconds("FLOWFORGE_REQUEST_TIMEOUT_SECONDS", defaults.request(), 1, 3600),
        settings.seconds("FLOWFORGE_RESPONSE_TIMEOUT_SECONDS", defaults.response(), 1, 3600),
        new MinimumRate(
            settings.number(
                "FLOWFORGE_MIN_BYTES_PER_SECOND", defaults.rate().bytesPerSecond(), 0, 1024 * 1024),
            defaults.rate().after()));
  }
}
