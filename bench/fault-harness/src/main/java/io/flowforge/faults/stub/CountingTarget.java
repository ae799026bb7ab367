package io.flowforge.faults.stub;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The service that the steps call. It honours {@code Idempotency-Key}: the effect of a key happens
 * once, however often it is called. It records every call. Safe for use by many threads.
 */
public final class CountingTarget implements AutoCloseable {

  private static final byte[] FAILURE = "{\"ok\":false}".getBytes(StandardCharsets.UTF_8);

  /** The treatment of a call whose effect has happened already. */
  private static final Treatment ALREADY_DONE = new Treatment(Behaviour.PROMPT, Duration.ZERO);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ObjectMapper json = Json.mapper();
  private final Treatments treatments;
  private final FlowTarget flow = new FlowTarget();
  private final Queue<TargetCall> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> callsByKey = new ConcurrentHashMap<>();
  private final Map<String, Effect> effects = new ConcurrentHashMap<>();

  /** The behaviour towards one call, and how long the call takes. */
  public record Treatment(Behaviour behaviour, Duration duration) {}

  /** A policy that decides how calls are treated. */
  @FunctionalInterface
  public interface Treatments {

    /**
     * Returns the treatment of a call.
     *
     * @param number 1 for the first call of that key, 2 for the second, and so on
     */
    Treatment of(String key, int number);
  }

  /** The effect of a key. */
  public record Effect(String key, CalledStep step) {}

  /** Starts the target at a free port. */
  public CountingTarget(Treatments treatments) {
    this.treatments = treatments;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.createContext(FlowTarget.LOOKS, flow::look);
    server.start();
  }

  /** Returns the URL that the step of that name calls. */
  public String url(String step) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + step;
  }

  /** Returns all calls so far, in the order of arrival. */
  public List<TargetCall> calls() {
    return List.copyOf(calls);
  }

  /** Returns all effects so far. */
  public List<Effect> effects() {
    return List.copyOf(effects.values());
  }

  /** Returns what steps that build on each other have received and sent so far. */
  public FlowRecord flow() {
    return flow.record();
  }

  /** Sets the base URLs of the servers, at any of which this target calls back. */
  public void callBackAt(List<String> servers) {
    flow.callAt(servers);
  }

  @Override
  public void close() {
    closed.countDown();
    flow.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Instant at = Instant.now();
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      JsonNode body = json.readTree(exchange.getRequestBody());
      var step =
          new CalledStep(
              body.path("ticket").asText(),
              exchange.getRequestURI().getPath().substring(1),
              runIn(key));
      int number = callsByKey.merge(key, 1, Integer::sum);
      Treatment treatment = treatments.of(key, number);
      if (!treatment.behaviour().succeeds() && effects.containsKey(key)) {
        treatment = ALREADY_DONE;
      }
      String secret = exchange.getRequestHeaders().getFirst("X-Secret");
      calls.add(
          new TargetCall(
              key,
              step,
              at,
              treatment.behaviour(),
              body.path("version").asInt(1),
              secret == null ? "" : secret));
      flow.receive(step, exchange, body);
      if (treatment.behaviour().hasEffect()) {
        effects.putIfAbsent(key, new Effect(key, step));
        flow.callBack(step, body, number);
      }
      takeTime(treatment.duration());
      // Closing the exchange without a response closes the connection.
      if (treatment.behaviour().succeeds()) {
        flow.succeed(step, key, exchange);
      } else if (!treatment.behaviour().isSilent()) {
        exchange.sendResponseHeaders(500, FAILURE.length);
        exchange.getResponseBody().write(FAILURE);
      }
    }
  }

  /** Returns the number at the end of a key. */
  private static int runIn(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
  }

  /** Waits, but not beyond the end of the target. */
  private void takeTime(Duration duration) {
    try {
      var _ = closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
