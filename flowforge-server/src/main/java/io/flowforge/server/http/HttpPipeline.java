package io.flowforge.server.http;

import io.flowforge.server.edge.Edge;
import io.flowforge.server.edge.request.HeadLimits;
import io.flowforge.server.memory.MemoryBudgets;
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

  /** An upper bound for the headers and spaces that the edge adds to a request. */
  private static final int ADDED_BY_EDGE = 64 * 1024;

  /** The share of the heap that unusually large heads may occupy. */
  private static final int SHARE_OF_LARGE_HEADS = 16;

  /** More than supervisors and collectors of metrics need. */
  private static final int MAX_MANAGEMENT_CONNECTIONS = 128;

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
    var memory = MemoryBudgets.ofHeap(Runtime.getRuntime().maxMemory());
    return server(cors, limits, memory, json, authentication, services, pages, meters);
  }

  /** Configures a server like the other method, with other budgets of memory. */
  static WebServerConfig.Builder server(
      CorsPolicy cors,
      HttpLimits limits,
      MemoryBudgets memory,
      JsonBodies json,
      Filter authentication,
      List<HttpService> services,
      List<HttpService> pages,
      MeterRegistry meters) {
    return listener(cors, limits, limits.maxConnections(), json)
        .routing(
            routing(cors, meters)
                .addFilter(authentication)
                // After authentication, so that only known callers take memory and slots.
                .addFilter(new RequestBodies(limits.maxBodyBytes(), memory.receiving()))
                // After the body, which can arrive slowly.
                .addFilter(new CallSlots(limits.maxConcurrentRequests()))
                .addFilter(new CallMemory(json, memory.serving()))
                .register("/api", services.toArray(HttpService[]::new))
                .register("/", pages.toArray(HttpService[]::new))
                .error(Throwable.class, new ErrorResponses(json)));
  }

  /**
   * Configures a server for operators, with connections of its own, that has no address yet and is
   * not started.
   *
   * @param pages the routes, which need no token
   * @param meters counts and times the responses
   */
  public static WebServerConfig.Builder management(
      CorsPolicy cors,
      HttpLimits limits,
      JsonBodies json,
      List<HttpService> pages,
      MeterRegistry meters) {
    int maxConnections = Math.min(limits.maxConnections(), MAX_MANAGEMENT_CONNECTIONS);
    return listener(cors, limits, maxConnections, json)
        .routing(
            routing(cors, meters)
                .register("/", pages.toArray(HttpService[]::new))
                .error(Throwable.class, new ErrorResponses(json)));
  }

  private static WebServerConfig.Builder listener(
      CorsPolicy cors, HttpLimits limits, int maxConnections, JsonBodies json) {
    var edge =
        new Edge(
            new HeadLimits(limits.maxRequestLineBytes(), limits.maxHeaderBytes()),
            limits.times(),
            maxConnections,
            Runtime.getRuntime().maxMemory() / SHARE_OF_LARGE_HEADS,
            http1(limits));
    return WebServerConfig.builder()
        // 1. The connection: sizes, counts and timeouts.
        .protocolsDiscoverServices(false)
        .addConnectionSelector(edge)
        .connectionOptions(edge.socketOptions())
        .maxTcpConnections(maxConnections)
        .shutdownGracePeriod(limits.stopTimeout())
        // The caller stops the server, in the right order.
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        // 2. Requests that cannot be routed.
        .directHandlers(new UnroutedResponses(json, cors).forAllEvents());
  }

  /** 3. All other requests, up to authentication. */
  private static HttpRouting.Builder routing(CorsPolicy cors, MeterRegistry meters) {
    return HttpRouting.builder()
        .addFilter(new RequestId())
        .addFilter(new BrowserSafety())
        .addFilter(new ResponseMeters(meters))
        // Before every filter that can refuse: a page can only read responses with these headers.
        .addFilter(new CorsFilter(cors))
        .addFilter(new PathFilter());
  }

  private static Http1Config http1(HttpLimits limits) {
    return Http1Config.builder()
        // The edge has already refused everything that is too large.
        .maxHeadersSize(limits.maxHeaderBytes() + ADDED_BY_EDGE)
        .maxPrologueLength(limits.maxRequestLineBytes() + ADDED_BY_EDGE)
        // PathFilter accepts paths that Helidon would refuse.
        .validatePath(false)
        .build();
  }
}
