package io.flowforge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.uri.PercentEncoding;
import java.io.PrintWriter;
import java.time.Duration;

/** A view of a request that polls its history, and prints each change of a step once. */
final class RequestWatch {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ApiClient client;
  private final String path;
  private final PrintWriter out;
  private long lastSeq;

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
      // Read before the history, which is then at least as recent as the status.
      String now = client.get(path).path("service_request").path("status").asText();
      printHistory();
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

  private void printHistory() throws InterruptedException {
    boolean hasLater = true;
    while (hasLater) {
      JsonNode page = client.get(path + "/history?after=" + lastSeq);
      for (JsonNode transition : page.path("transitions")) {
        lastSeq = transition.path("seq").asLong();
        for (JsonNode step : transition.path("steps")) {
          printStep(step.path("name").asText(), step.path("status").asText());
        }
      }
      hasLater = page.path("has_later").asBoolean();
    }
    out.flush();
  }

  private void printStep(String name, String status) throws InterruptedException {
    out.printf("       %-24s %s%n", name, status);
    if (status.equals("Completed") || status.equals("Failed")) {
      printLog(name);
    }
  }

  private void printLog(String step) throws InterruptedException {
    String name = PercentEncoding.encode(step);
    client
        .get(path + "/logs/" + name)
        .path("logs")
        .forEach(line -> out.println("         | " + line.asText()));
  }
}
