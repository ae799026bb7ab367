package io.flowforge.cli.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An issuer that responds as a test says, truthfully or not. */
public final class StubIssuer implements AutoCloseable {

  /** A response. */
  public record Response(int status, String contentType, String body) {

    public static Response json(int status, String body) {
      return new Response(status, "application/json", body);
    }
  }

  /** A form that has arrived. */
  public record Received(String path, Map<String, String> form) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, Function<Map<String, String>, Response>> paths =
      new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  private StubIssuer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::respond);
    on(
        "/.well-known/openid-configuration",
        _ ->
            Response.json(
                200,
                """
                {"issuer": "%1$s", "token_endpoint": "%1$stoken",
                 "device_authorization_endpoint": "%1$sdevice",
                 "authorization_endpoint": "%1$sauthorize"}
                """
                    .formatted(issuer())));
    server.start();
  }

  public static StubIssuer open() {
    try {
      return new StubIssuer(
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Sets the response to calls of a path, from the form that they send. */
  public void on(String path, Function<Map<String, String>, Response> response) {
    paths.put(path, response);
  }

  public List<Received> received() {
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      String path = exchange.getRequestURI().getPath();
      if (!form.isEmpty()) {
        received.add(new Received(path, form));
      }
      Response response = paths.getOrDefault(path, _ -> Response.json(404, "{}")).apply(form);
      byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : CharacterSet.of("&").split(text)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(pair.substring(0, equals), PercentEncoding.decodeForm(pair.substring(equals + 1)));
      }
    }
    return form;
  }
}
