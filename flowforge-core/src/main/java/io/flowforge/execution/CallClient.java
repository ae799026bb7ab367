package io.flowforge.execution;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the HTTP client of the steps: everything that it does by itself is bounded or switched off.
 */
final class CallClient {

  private static final int SECONDS_TO_CONNECT = 5;
  private static final int SECONDS_TO_KEEP = 30;

  private CallClient() {}

  static CloseableHttpClient open(ExecutionSettings settings, MeterRegistry meters) {
    Timeout call = Timeout.of(settings.callTimeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new GuardedResolver(new AddressPolicy(settings.allowsPrivateTargets())))
            .setMaxConnTotal(settings.requestsInFlight())
            .setMaxConnPerRoute(settings.requestsInFlight())
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
            RequestConfig.custom()
                .setConnectionRequestTimeout(call)
                .setResponseTimeout(call)
                .build())
        .setUserAgent("Flowforge")
        // Nothing is sent twice that we do not know of; no request leaves a trace for the next one.
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }
}
