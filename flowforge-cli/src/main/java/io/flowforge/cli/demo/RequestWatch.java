package io.flowforge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.uri.PercentEncoding;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A view of a request that polls as a front end does, and prints each change of a step once. */
final class RequestWatch {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ApiClient client;
  private final String path;
  private final PrintWriter out;
  private final Map<String, String> seen = new HashMap<>();

  RequestWatch(ApiClient client, String requestId, PrintWriter out) {
    this.client = client;
    this.path = "/api/service_request/" + requestId;
    this.out = out;
  }

  /**
   * Prints changes until the request has the status.
   *
   * @throws DemoFailedException if it ends in another status, or takes too long
   */
  void until(String status) throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      // Read before the steps, which are then at least as recent as the status.
      String now = client.get(path).path("service_request").path("status").asText();
      printSteps();
      if (now.equals(status)) {
        out.println("       request is now " + now);
        out.flush();
        return;
      }
      if (now.equals("Failed") || now.equals("Cancelled") || System.nanoTime() > deadline) {
        throw new DemoFailedException("the request is " + now + " instead of " + status);
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private void printSteps() throws InterruptedException {
    JsonNode response = client.get(path + "/steps");
    JsonNode steps = response.path("steps");
    String name = response.path("first_step_name").asText();
    while (steps.has(name)) {
      String status = steps.path(name).path("status").asText();
      if (!status.equals(seen.put(name, status))) {
        out.printf("       %-24s %s%n", name, status);
        if (status.equals("Completed") || status.equals("Failed")) {
          printLog(name);
        }
      }
      name = steps.path(name).path("next_step_name").asText();
    }
    out.flush();
  }

  private void printLog(String step) throws InterruptedException {
    String name = PercentEncoding.encode(step);
    client
        .get(path + "/logs/" + name)
        .path("logs")
        .forEach(line -> out.println("         | " + line.asText()));
  }
}
