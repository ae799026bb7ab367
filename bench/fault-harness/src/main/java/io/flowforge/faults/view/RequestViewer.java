package io.flowforge.faults.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.faults.view.EventReading.Receiver;
import io.flowforge.faults.view.WatchedRequest.End;
import io.flowforge.faults.view.WatchedRequest.LogName;
import io.flowforge.uri.PercentEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A person who watches one request until its stream says that it has ended. */
final class RequestViewer implements Receiver {

  /** How long nothing may happen before the viewer leaves for another request. */
  private static final Duration BORED = Duration.ofSeconds(45);

  /** The same at the end of the run, when nothing is to happen any more. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final StreamClient client;
  private final String requestId;
  private final Supplier<Optional<Duration>> sinceTheEnd;
  private final RandomGenerator random;
  private final List<JsonNode> transitions = new ArrayList<>();
  private final Map<LogName, List<String>> lines = new HashMap<>();
  private final List<End> ends = new ArrayList<>();
  private long receivedAt = System.nanoTime();
  private boolean isWhole = true;

  /**
   * @param sinceTheEnd how long the run has been over, so that nothing is to happen any more; empty
   *     if it is not
   */
  RequestViewer(
      StreamClient client,
      String requestId,
      Supplier<Optional<Duration>> sinceTheEnd,
      RandomGenerator random) {
    this.client = client;
    this.requestId = requestId;
    this.sinceTheEnd = sinceTheEnd;
    this.random = random;
  }

  /** Watches the request. */
  void watch(Duration patience) throws InterruptedException {
    new EventReading(client, path() + "/events", patience, random).read(this);
  }

  @Override
  public boolean takes(String type, JsonNode data) {
    receivedAt = System.nanoTime();
    switch (type) {
      case "transition" -> transitions.add(data.<ObjectNode>deepCopy().without("request_status"));
      case "log" -> {
        var log = new LogName(data.path("step_name").asText(), data.path("run").asInt());
        List<String> known = lines.computeIfAbsent(log, _ -> new ArrayList<>());
        data.path("lines").forEach(line -> known.add(line.asText()));
      }
      case "end" -> ends.add(new End(data.path("request_status").asText(), transitions.size()));
      default -> {
        // The stream closes, and another one goes on.
      }
    }
    return !type.equals("end");
  }

  @Override
  public boolean isWaiting() {
    Duration idle = Duration.ofNanos(System.nanoTime() - receivedAt);
    Optional<Duration> over = sinceTheEnd.get();
    isWhole = over.isPresent() || idle.compareTo(BORED) < 0;
    // What happened last may still be on its way when the run ends.
    return over.map(since -> idle.compareTo(IDLE) < 0 || since.compareTo(IDLE) < 0).orElse(isWhole);
  }

  /**
   * Returns what was received, beside what the API returns now.
   *
   * @throws IllegalStateException if the API does not respond
   */
  WatchedRequest compared() throws InterruptedException {
    List<JsonNode> history = new ArrayList<>();
    boolean hasLater = true;
    while (hasLater) {
      long after = history.isEmpty() ? 0 : history.getLast().path("seq").asLong();
      JsonNode page = get("/history?page_size=200&after=" + after);
      page.path("transitions").forEach(history::add);
      hasLater = page.path("has_later").asBoolean();
    }
    Map<LogName, List<String>> logs = new HashMap<>();
    for (JsonNode transition : transitions) {
      for (JsonNode step : transition.path("steps")) {
        var name = new LogName(step.path("name").asText(), transition.path("run").asInt());
        if (!logs.containsKey(name)) {
          logs.put(name, log(name));
        }
      }
    }
    return new WatchedRequest(requestId, transitions, lines, ends, isWhole, history, logs);
  }

  private List<String> log(LogName name) throws InterruptedException {
    List<String> log = new ArrayList<>();
    get("/logs/" + PercentEncoding.encode(name.step()) + "?run=" + name.run())
        .path("logs")
        .forEach(line -> log.add(line.asText()));
    return log;
  }

  private JsonNode get(String resource) throws InterruptedException {
    Optional<JsonNode> found = client.get(random, path() + resource);
    return found.orElseThrow(
        () -> new IllegalStateException("no server returns " + path() + resource));
  }

  private String path() {
    return "/api/service_request/" + requestId;
  }
}
