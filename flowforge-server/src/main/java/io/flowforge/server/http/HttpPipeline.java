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
 * The way of a request through the server, from the socket to the answer. The order is written here
 * and nowhere else.
 */
public final class HttpPipeline {

  private HttpPipeline() {}

  /**
   * A server that is not started and has no address yet.
   *
   * @param authentication finds out who is asking, or refuses
   * @param services the routes under {@code /api}
   * @param pages the routes outside of it, open to everybody
   * @param meters where answers are counted and timed
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
        // 1. The connection: how much, how many, how long.
        .protocolsDiscoverServices(false)
        .addProtocol(http1(limits))
        .connectionOptions(ReadTimeoutOptions.droppedAfter(limits.readTimeout()))
        .maxTcpConnections(limits.maxConnections())
        .maxConcurrentRequests(limits.maxConcurrentRequests())
        .maxPayloadSize(limits.maxBodyBytes() + BodyLimit.READ_AWAY)
        .shutdownGracePeriod(limits.stopTimeout())
        // Whoever starts the server also stops it, in the right order.
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        // 2. What cannot even be routed.
        .directHandlers(new UnroutedResponses(json, cors).forAllEvents())
        // Not to the client: the message tells them which fault it is.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        // 3. What can.
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
        // Before all that can refuse: a browser shows a page only answers with these headers.
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
        .maxPrologueLength(limits.maxRequestLineBytes())
        // PathFilter reads paths that Helidon would refuse.
        .validatePath(false)
        .build();
  }
}
