package io.flowforge.server.edge;

import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.CorsPolicy;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.server.http.HttpPipeline;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.http.RefusedException;
import io.flowforge.server.memory.ReceivedBody;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** A server with its own routes and a token that needs no issuer. */
final class EdgeServer implements AutoCloseable {

  /** The headers of a caller who may use the API. */
  static final String MIKE = "Host: localhost\r\nAuthorization: Bearer mike\r\n";

  /** The body of {@code /large}, and of each piece of {@code /api/stream}. */
  static final byte[] LARGE = large();

  /** The method and path of each call of the API. */
  final List<String> served = new CopyOnWriteArrayList<>();

  /** The number of responses of {@code /large} that have begun. */
  final AtomicInteger largeResponses = new AtomicInteger();

  private final JsonBodies json = new JsonBodies(Json.mapper());
  private final WebServer server;

  EdgeServer() {
    this(HttpLimits.DEFAULT);
  }

  EdgeServer(HttpLimits limits) {
    this(limits, System::nanoTime);
  }

  /**
   * Starts a server.
   *
   * @param nanoTime measures how long clients make it wait
   */
  EdgeServer(HttpLimits limits, LongSupplier nanoTime) {
    WebServerConfig.Builder config =
        HttpPipeline.server(
            new CorsPolicy(List.of("http://localhost:3000", "http://localhost:4000")),
            limits,
            json,
            this::authenticate,
            List.of(this::api),
            List.of(this::pages),
            new SimpleMeterRegistry());
    var usual = (Edge) config.connectionSelectors().getFirst();
    server =
        config
            .connectionSelectors(List.of(new Edge(usual, nanoTime)))
            .port(0)
            .address(InetAddress.getLoopbackAddress())
            .build()
            .start();
  }

  int port() {
    return server.port();
  }

  Peer connect() {
    return new Peer(port());
  }

  @Override
  public void close() {
    server.stop();
  }

  private void authenticate(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    if (path.startsWith("/api/")) {
      served.add(request.prologue().method().text() + " " + path);
      if (request
          .headers()
          .first(HeaderNames.AUTHORIZATION)
          .filter("Bearer mike"::equals)
          .isEmpty()) {
        throw RefusedException.unauthorized("Bearer", "send an access token");
      }
      Callers.set(request, new Caller.Person("mike"));
    }
    chain.proceed();
  }

  private void api(HttpRules rules) {
    rules.route(Method.HEAD, "/whole", (_, response) -> response.send("whole"));
    rules.route(Method.HEAD, "/stream", this::stream);
    Endpoints.of(rules)
        .get("/who", (request, response) -> json.send(response, Callers.of(request).userId()))
        .get("/host", (request, response) -> json.send(response, request.authority()))
        .get("/query", (request, response) -> json.send(response, request.query().rawValue()))
        .get("/stream", this::stream)
        .get("/headers", this::headers)
        .post("/echo", this::echo)
        .post(
            "/list",
            (request, response) -> json.send(response, json.read(request, List.class).size()))
        .refuseOtherMethods();
  }

  private void pages(HttpRules rules) {
    Endpoints.of(rules)
        .get("/health/live", (_, response) -> json.send(response, "up"))
        .get(
            "/large",
            (_, response) -> {
              largeResponses.incrementAndGet();
              response.send(LARGE);
            })
        .refuseOtherMethods();
  }

  /** Sends more than Helidon buffers, so that it does not know the length before. */
  private void stream(ServerRequest request, ServerResponse response) throws IOException {
    try (OutputStream body = response.outputStream()) {
      for (int i = 0; i < 3; i++) {
        body.write(LARGE);
        body.flush();
      }
    }
  }

  private void headers(ServerRequest request, ServerResponse response) {
    json.send(response, request.headers().stream().map(header -> header.name()).sorted().toList());
  }

  private void echo(ServerRequest request, ServerResponse response) {
    byte[] body =
        request.context().get(ReceivedBody.class).map(ReceivedBody::take).orElse(new byte[0]);
    response.header(HeaderValues.CONTENT_TYPE_JSON);
    json.send(response, new String(body, StandardCharsets.ISO_8859_1));
  }

  private static byte[] large() {
    byte[] large = new byte[64 * 1024];
    Arrays.fill(large, (byte) 'x');
    return large;
  }
}
