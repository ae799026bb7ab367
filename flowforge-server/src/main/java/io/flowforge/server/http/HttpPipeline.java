package io.flowforge.server.http;

import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * The path of a request through the server, from the socket to the response. This is the only place
 * that defines the order.
 */
public final class HttpPipeline {

  private HttpPipeline() {}

  /**
   * Configures a server that has no address yet and is not started.
   *
   * @param authentication identifies the caller or refuses the call
   * @param services the routes under {@code /api}
   * @param pages the other routes, which need no token
   * @param meters counts and times the responses
   */
  public static WebServerConfig.Builder server(
      CorsPolicy cors,
      HttpLimits limits,
      JsonBodies json,
      Filter authentication,
      List<HttpService> services,
      List<HttpService> pages,
      MeterRegistry meters) {
    return WebServerConfig.builder()
        // 1. The connection: sizes, counts and timeouts.
        .protocolsDiscoverServices(false)
        .addProtocol(http1(limits))
        .connectionOptions(ReadTimeoutOptions.of(limits.readTimeout()))
        .maxTcpConnections(limits.maxConnections())
        .maxConcurrentRequests(limits.maxConcurrentRequests())
        .maxPayloadSize(limits.maxBodyBytes() + BodyLimit.MAX_DISCARDED)
        .shutdownGracePeriod(limits.stopTimeout())
        // The caller stops the server, in the right order.
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        // 2. Requests that cannot be routed.
        .directHandlers(new UnroutedResponses(json, cors).forAllEvents())
        // UnroutedResponses needs the message to recognize the reason; clients never see it.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        // 3. All others.
        .routing(routing(limits, cors, json, authentication, services, pages, meters));
  }

  private static HttpRouting.Builder routing(
      HttpLimits limits,
      CorsPolicy cors,
      JsonBodies json,
      Filter authentication,
      List<HttpService> services,
      List<HttpService> pages,
      MeterRegistry meters) {
    return HttpRouting.builder()
        .addFilter(new ClosingFilter())
        .addFilter(new RequestId())
        .addFilter(new ResponseMeters(meters))
        // Before every filter that can refuse: a page can only read responses with these headers.
        .addFilter(new CorsFilter(cors))
        .addFilter(new PathFilter())
        .addFilter(authentication)
        .addFilter(new BodyLimit(limits.maxBodyBytes()))
        .register("/api", services.toArray(HttpService[]::new))
        .register("/", pages.toArray(HttpService[]::new))
        .error(Throwable.class, new ErrorResponses(json));
  }

  private static Http1Config http1(HttpLimits limits) {
    return Http1Config.builder()
        .maxHeadersSize(limits.maxHeaderBytes())
        // Helidon refuses a line of exactly this length.
        .maxPrologueLength(limits.maxRequestLineBytes() + 1)
        // PathFilter accepts paths that Helidon would refuse.
        .validatePath(false)
        .build();
  }
}
