package io.flowforge.cli.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the steps call. It is keyed: what a key called for is done once, however often it is called
 * for; and it remembers every call.
 */
final class CountingTarget implements AutoCloseable {

  private static final byte[] ANSWER = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

  /** What has been done is told, whatever else would have become of the call. */
  private static final Treatment DONE_BEFORE = new Treatment(Behaviour.PROMPT, Duration.ZERO);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ObjectMapper json = Json.mapper();
  private final Treatments treatments;
  private final Queue<TargetCall> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> callsByKey = new ConcurrentHashMap<>();
  private final Map<String, Effect> effects = new ConcurrentHashMap<>();

  /** How one call is treated, and how long that takes. */
  record Treatment(Behaviour behaviour, Duration duration) {}

  /** Decides how to treat calls. */
  @FunctionalInterface
  interface Treatments {

    /** How to treat the call of that key, the first, the second and so on. */
    Treatment of(String key, int number);
  }

  /** What has been done for a key. */
  record Effect(String key, String ticket, String step) {}

  /** Starts it at any port. */
  CountingTarget(Treatments treatments) {
    this.treatments = treatments;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What the step of that name calls. */
  String url(String step) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + step;
  }

  /** All calls so far, in the order of their arrival. */
  List<TargetCall> calls() {
    return List.copyOf(calls);
  }

  /** All that has been done so far. */
  List<Effect> effects() {
    return List.copyOf(effects.values());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Instant at = Instant.now();
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      String step = exchange.getRequestURI().getPath().substring(1);
      String ticket = json.readTree(exchange.getRequestBody()).path("ticket").asText();
      int number = callsByKey.merge(key, 1, Integer::sum);
      Treatment treatment = treatments.of(key, number);
      if (!treatment.behaviour().succeeds() && effects.containsKey(key)) {
        treatment = DONE_BEFORE;
      }
      calls.add(new TargetCall(key, ticket, step, at, treatment.behaviour()));
      if (treatment.behaviour().hasEffect()) {
        effects.putIfAbsent(key, new Effect(key, ticket, step));
      }
      Time.pass(treatment.duration());
      // Closing the exchange without an answer closes the connection.
      if (!treatment.behaviour().isSilent()) {
        exchange.sendResponseHeaders(treatment.behaviour().succeeds() ? 200 : 500, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
      }
    }
  }
}
