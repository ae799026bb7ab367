package io.flowforge.faults.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.flowforge.faults.stub.FlowRecord.Answer;
import io.flowforge.faults.stub.FlowRecord.Use;
import io.flowforge.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the target does for steps that build on each other: its responses carry values that it knows
 * again, it works on jobs that are looked at until they are done, and it calls back. Safe for use
 * by many threads.
 */
final class FlowTarget implements AutoCloseable {

  /** The path under which jobs are looked at. */
  static final String LOOKS = "/looks/";

  /** How the names of steps go on that start a job. */
  private static final String POLL = "-poll";

  private static final int MAX_LOOKS = 4;
  private static final double SHARE_OF_FAILED_LOOKS = 0.1;

  private final ObjectMapper json = Json.mapper();
  private final CallbackSender sender = new CallbackSender();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Use> uses = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answerCount = new AtomicInteger();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  private record Job(CalledStep step, AtomicInteger looks, AtomicInteger goodLooks) {}

  void callAt(List<String> servers) {
    sender.callAt(servers);
  }

  FlowRecord record() {
    return new FlowRecord(List.copyOf(answers), List.copyOf(uses), sender.callbacks());
  }

  /** Notes what a call carries of earlier steps. */
  void receive(CalledStep step, HttpExchange exchange, JsonNode body) {
    JsonNode used = body.path("used");
    if (used.isObject()) {
      String token = exchange.getRequestHeaders().getFirst("X-Output");
      uses.add(
          new Use(
              step,
              used.path("from").asText(),
              used.path("value").toString(),
              token == null ? "" : token));
    }
  }

  /** Calls back if the call asks for it. */
  void callBack(CalledStep step, JsonNode body, int number) {
    if (body.has("callback")) {
      sender.callSoon(step, body.path("callback").asText(), number);
    }
  }

  /** Responds to a call with success. */
  void succeed(CalledStep step, String key, HttpExchange exchange) throws IOException {
    if (step.name().endsWith(POLL)) {
      jobs.putIfAbsent(key, new Job(step, new AtomicInteger(), new AtomicInteger()));
      exchange.getResponseHeaders().set("Location", LOOKS + key);
      respond(exchange, 202, "{\"state\":\"accepted\"}");
    } else {
      respond(exchange, 200, answer(step));
    }
  }

  /** Responds to a look at a job: some fail, and after the first few the job is done. */
  void look(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().substring(LOOKS.length());
      Job job = jobs.get(key);
      if (job == null) {
        respond(exchange, 404, "{}");
        return;
      }
      int look = job.looks().incrementAndGet();
      var random = new Random((key.hashCode() + look) * 0x9E37_79B9_7F4A_7C15L);
      if (random.nextDouble() < SHARE_OF_FAILED_LOOKS) {
        respond(exchange, 500, "{}");
      } else if (job.goodLooks().incrementAndGet() <= looksUntilDone(key)) {
        respond(exchange, 200, "{\"state\":\"working\"}");
      } else {
        respond(exchange, 200, answer(job.step()));
      }
    }
  }

  @Override
  public void close() {
    sender.close();
  }

  private static int looksUntilDone(String key) {
    return Math.floorMod(key.hashCode(), MAX_LOOKS + 1);
  }

  /** Notes an answer before it is sent. Its value looks like what must not be expanded again. */
  private String answer(CalledStep step) {
    int number = answerCount.incrementAndGet();
    var value = "answer %d: \"${ticket}\" \\ \u00e4\u2028".formatted(number);
    var token = "token-number-" + number;
    answers.add(
        new Answer(step, json.getNodeFactory().textNode(value).toString(), token, Instant.now()));
    return json.createObjectNode()
        .put("state", "done")
        .put("value", value)
        .put("token", token)
        .put("parity", Parity.of(step.ticket()).text())
        .toString();
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
