package io.flowforge.step.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the HTTP client of the steps: everything that it does by itself is bounded or switched off.
 */
final class CallClient {

  private static final int SECONDS_TO_CONNECT = 5;
  private static final int SECONDS_TO_KEEP = 30;

  /** Of an answer, and of what follows a body in chunks. */
  private static final int MAX_HEADERS = 100;

  /** Of a header or a status line, in bytes. */
  private static final int MAX_LINE = 16 * 1024;

  /**
   * What the library says of its doings at lower levels has whole requests in it. A level of a part
   * counts more than that of the whole. They are kept: a logger that nobody keeps forgets its
   * level.
   */
  private static final List<Logger> TALKATIVE =
      Stream.of(
              "org.apache.hc",
              "org.apache.hc.client5.http",
              "org.apache.hc.client5.http.wire",
              "org.apache.hc.client5.http.headers",
              "org.apache.hc.client5.http.impl.classic.MainClientExec", // request lines
              "org.apache.hc.client5.http.impl.io.LenientHttpResponseParser") // answers
          .map(Logger::getLogger)
          .toList();

  /** For every call: nothing but what it says is sent, whatever the target answers. */
  static final RequestConfig CALL =
      RequestConfig.custom()
          .setProtocolUpgradeEnabled(false)
          .setAuthenticationEnabled(false)
          .build();

  private CallClient() {}

  /**
   * Opens the client that all API steps of this process share.
   *
   * @param maxConnections how many connections it holds at most, in total and per target
   */
  static CloseableHttpClient open(CallSettings settings, int maxConnections, MeterRegistry meters) {
    var policy = new AddressPolicy(settings.allowsPrivateTargets());
    return open(settings, maxConnections, new GuardedResolver(policy), meters);
  }

  static CloseableHttpClient open(
      CallSettings settings, int maxConnections, GuardedResolver resolver, MeterRegistry meters) {
    TALKATIVE.stream()
        .filter(logger -> logger.isLoggable(Level.FINE))
        .forEach(logger -> logger.setLevel(Level.INFO));
    Timeout call = Timeout.of(settings.timeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            // Asked whenever a connection is made, for redirects and literal addresses, too.
            .setDnsResolver(resolver)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxHeaderCount(MAX_HEADERS)
                            .setMaxLineLength(MAX_LINE)
                            .build())
                    .build())
            .setMaxConnTotal(maxConnections)
            .setMaxConnPerRoute(maxConnections)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(SECONDS_TO_CONNECT, TimeUnit.SECONDS)
                    .setSocketTimeout(call)
                    .setTimeToLive(SECONDS_TO_KEEP, TimeUnit.SECONDS)
                    .build())
            .build();
    Gauge.builder(
            "flowforge.step.connections", connections, pool -> pool.getTotalStats().getLeased())
        .description("Connections that steps use at this moment")
        .register(meters);
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.copy(CALL)
                .setConnectionRequestTimeout(call)
                .setResponseTimeout(call)
                .build())
        .setUserAgent("Flowforge")
        // Nothing is sent twice that we do not know of; no request leaves a trace for the next one;
        // nothing is unpacked, so that a bomb stays as small as it was sent.
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }
}
