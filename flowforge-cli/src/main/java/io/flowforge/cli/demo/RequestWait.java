package io.flowforge.cli.demo;

import java.time.Duration;
import java.util.Set;

/** Waits for a status of a request, which it polls as a front end does. */
final class RequestWait {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Set<String> UNFORESEEN = Set.of("Failed", "Cancelled");

  private final ApiClient client;
  private final String path;

  RequestWait(ApiClient client, String requestId) {
    this.client = client;
    this.path = "/api/service_request/" + requestId;
  }

  /**
   * Waits until the request has the status.
   *
   * @throws DemoFailedException if it ends in another status, or takes too long
   */
  void until(String status) throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      String now = client.get(path).path("service_request").path("status").asText();
      if (now.equals(status)) {
        return;
      }
      if (UNFORESEEN.contains(now) || System.nanoTime() > deadline) {
        throw new DemoFailedException("the request is " + now + " instead of " + status);
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }
}
