package io.flowforge.cli.login.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.cli.login.issuer.Shown;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The address on this machine to which the browser returns, once. Whatever does not know the state
 * is told so and changes nothing: any page can make a browser call this port.
 */
final class LoopbackCallback implements AutoCloseable {

  /** What the browser brings. */
  sealed interface Result {}

  /** A code for tokens. */
  record Code(String code) implements Result {

    /** Omits the code. */
    @Override
    public String toString() {
      return "code";
    }
  }

  /** Why there is none. */
  record Denied(String error, String description) implements Result {}

  private static final String PATH = "/callback";
  private static final String HOST = "127.0.0.1";
  private static final int MAX_QUERY = 8 * 1024;

  /** How long the browser may take for the page that says how it went. */
  private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch isAnswered = new CountDownLatch(1);
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final HttpServer server;
  private final String state;
  private final URI issuer;

  private LoopbackCallback(HttpServer server, String state, URI issuer) {
    this.server = server;
    this.state = state;
    this.issuer = issuer;
  }

  /**
   * Listens.
   *
   * @throws IOException if the port is taken
   */
  static LoopbackCallback open(int port, String state, URI issuer) throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    var callback = new LoopbackCallback(HttpServer.create(address, 0), state, issuer);
    callback.server.setExecutor(callback.threads);
    callback.server.createContext("/", callback::respond);
    callback.server.start();
    return callback;
  }

  URI redirectUri() {
    return URI.create("http://" + HOST + ":" + server.getAddress().getPort() + PATH);
  }

  /**
   * Waits for the browser.
   *
   * @throws ForbiddenException if it has not returned in time
   */
  Result await(Duration timeout) {
    try {
      return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new ForbiddenException(
          "nobody signed in within %s; run it again, or sign in with --device"
              .formatted(inWords(timeout)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while somebody was signing in");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (result.isDone()) {
      try {
        isAnswered.await(PAGE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void respond(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      send(exchange, 404, CallbackPage.of("Not here", "There is nothing at this address."));
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      send(exchange, 405, CallbackPage.of("Not like this", "Use GET."));
    } else {
      String query = exchange.getRequestURI().getRawQuery();
      Map<String, String> parameters = parameters(query == null ? "" : query);
      // First, because the browser need not wait for the page.
      boolean isAccepted = isOurs(parameters) && result.complete(resultOf(parameters));
      try {
        send(exchange, isAccepted ? 200 : 400, page(parameters, isAccepted));
      } finally {
        if (isAccepted) {
          isAnswered.countDown();
        }
      }
    }
  }

  private boolean isOurs(Map<String, String> parameters) {
    boolean knowsTheState =
        MessageDigest.isEqual(
            state.getBytes(StandardCharsets.UTF_8),
            parameters.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8));
    boolean isComplete = parameters.containsKey("code") || parameters.containsKey("error");
    // See RFC 9207; most issuers do not say who they are.
    String sender = parameters.getOrDefault("iss", issuer.toString());
    return knowsTheState && isComplete && sender.equals(issuer.toString());
  }

  private static Result resultOf(Map<String, String> parameters) {
    String code = parameters.getOrDefault("code", "");
    return code.isEmpty()
        ? new Denied(
            parameters.getOrDefault("error", ""), parameters.getOrDefault("error_description", ""))
        : new Code(code);
  }

  private static String page(Map<String, String> parameters, boolean isAccepted) {
    if (!isAccepted) {
      return CallbackPage.of(
          "This does not belong to the sign-in",
          "Go back to the page to sign in, or run flowforge login again.");
    }
    return parameters.containsKey("code")
        ? CallbackPage.of("Signed in", "You can close this window and go back to the terminal.")
        : CallbackPage.of(
            "Not signed in",
            "The issuer says: %s. You can close this window."
                .formatted(Shown.of(parameters.getOrDefault("error", ""))));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query.length() > MAX_QUERY) {
      return parameters;
    }
    for (String pair : CharacterSet.of("&").split(query)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        // The first one counts, as for whoever checks it on the way.
        parameters.putIfAbsent(
            pair.substring(0, equals), PercentEncoding.decodeForm(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static void send(HttpExchange exchange, int status, String page) throws IOException {
    try (exchange) {
      byte[] body = page.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Content-Security-Policy", CallbackPage.POLICY);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      // The address contains the code.
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String inWords(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " minutes" : time.toMillis() + " ms";
  }
}
