package io.flowforge.step.http;

import io.flowforge.step.http.exchange.CallExchange;
import io.flowforge.step.http.exchange.ExchangeExecutor;
import io.flowforge.step.http.exchange.TargetConnections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Creates the HTTP client of API steps. Everything that it does by itself is limited or disabled.
 */
final class CallClient {

  /** The maximum number of trailers of a response. */
  private static final int MAX_TRAILERS = 100;

  /** The maximum length of a trailer or the line before a chunk, in bytes. */
  private static final int MAX_LINE = 16 * 1024;

  /**
   * The size of a buffer, in bytes. A connection has three of them, also while its call waits, and
   * larger parts of a body go past them.
   */
  private static final int BUFFER = 4 * 1024;

  /**
   * Loggers of the library that write whole requests at lower levels; each may have a level of its
   * own. The strong references preserve the levels, because loggers are garbage-collected.
   */
  private static final List<Logger> VERBOSE_LOGGERS =
      Stream.of(
              "org.apache.hc",
              "org.apache.hc.client5.http",
              "org.apache.hc.client5.http.wire",
              "org.apache.hc.client5.http.headers",
              "org.apache.hc.client5.http.impl.classic.MainClientExec") // request lines
          .map(Logger::getLogger)
          .toList();

  /** The configuration of every call: no response makes the client send anything else. */
  static final RequestConfig CALL =
      RequestConfig.custom()
          .setProtocolUpgradeEnabled(false)
          .setAuthenticationEnabled(false)
          .build();

  private CallClient() {}

  /**
   * Opens the client that all API steps of this process share.
   *
   * @param maxConnections the maximum number of connections, in total and per target
   */
  static CloseableHttpClient open(CallSettings settings, int maxConnections, MeterRegistry meters) {
    var resolver = new GuardedResolver(new AddressPolicy(settings.allowsPrivateTargets()));
    return open(settings.timeout(), ClientLimits.of(maxConnections), resolver, meters);
  }

  static CloseableHttpClient open(
      Duration timeout, ClientLimits limits, GuardedResolver resolver, MeterRegistry meters) {
    VERBOSE_LOGGERS.stream()
        .filter(logger -> logger.isLoggable(Level.FINE))
        .forEach(logger -> logger.setLevel(Level.INFO));
    Timeout call = Timeout.of(timeout);
    var connections =
        // The library rejects its own maximum, and counts the CR of a line.
        TargetConnections.within(
                Http1Config.custom()
                    .setBufferSize(BUFFER)
                    .setMaxHeaderCount(MAX_TRAILERS + 1)
                    .setMaxLineLength(MAX_LINE + 2)
                    .build())
            // Called for every new connection, including redirects and literal addresses.
            .setDnsResolver(resolver)
            .setMaxConnTotal(limits.maxConnections())
            .setMaxConnPerRoute(limits.maxConnections())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(limits.connectTimeout()))
                    .setSocketTimeout(call)
                    // A target may close a connection at any time; each is tested before it is
                    // used.
                    .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                    .setTimeToLive(TimeValue.of(limits.timeToLive()))
                    .build())
            .build();
    Gauge.builder(
            "flowforge.step.connections", connections, pool -> pool.getTotalStats().getLeased())
        .description("Connections in use by steps")
        .register(meters);
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.copy(CALL)
                .setConnectionRequestTimeout(call)
                .setResponseTimeout(call)
                .build())
        .setRequestExecutor(new ExchangeExecutor())
        .setConnectionReuseStrategy(
            (request, response, context) ->
                CallExchange.isReusable(context)
                    && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(
                        request, response, context))
        .setUserAgent("Flowforge")
        // The client repeats nothing by itself, keeps no state between requests and decompresses
        // nothing, so a compressed bomb stays small.
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }
}
