package io.flowforge.faults.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.faults.view.EventReading.Receiver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A person who keeps a list of the requests of an organization up to date by its stream, and reads
 * it anew when the stream says so. Only the one thread that reads changes the list.
 */
final class OrganizationViewer implements Receiver {

  private static final int PAGE_SIZE = 100;

  private final String name;
  private final StreamClient client;
  private final int orgId;
  private final String list;
  private final RandomGenerator random;
  private final Map<String, String> statuses = new ConcurrentHashMap<>();
  private final AtomicInteger resets = new AtomicInteger();

  /**
   * @param list the path of the list of requests that this person may see
   */
  OrganizationViewer(
      String name, StreamClient client, int orgId, String list, RandomGenerator random) {
    this.name = name;
    this.client = client;
    this.orgId = orgId;
    this.list = list;
    this.random = random;
  }

  /** Watches until the thread is interrupted. */
  void watch(Duration patience) {
    try {
      new EventReading(client, "/api/organization/" + orgId + "/events", patience, random)
          .read(this);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean takes(String type, JsonNode data) throws InterruptedException {
    switch (type) {
      case "reset" -> readAll();
      case "request" ->
          statuses.put(data.path("request_id").asText(), data.path("request_status").asText());
      case "deleted" -> statuses.remove(data.path("request_id").asText());
      default -> {
        // The stream closes, and another one goes on.
      }
    }
    return true;
  }

  @Override
  public boolean isWaiting() {
    return !Thread.currentThread().isInterrupted();
  }

  /** Returns the latest status of each request, by its id. */
  Map<String, String> statuses() {
    return Map.copyOf(statuses);
  }

  WatchedOrganization compared(Map<String, String> stored) {
    return new WatchedOrganization(name, statuses, stored, resets.get());
  }

  private void readAll() throws InterruptedException {
    resets.incrementAndGet();
    statuses.clear();
    String before = "";
    int found = PAGE_SIZE;
    while (found == PAGE_SIZE) {
      Optional<JsonNode> page =
          client.get(
              random,
              "%s?org_id=%d&page_size=%d%s"
                  .formatted(list, orgId, PAGE_SIZE, before.isEmpty() ? "" : "&before=" + before));
      JsonNode data =
          page.orElseThrow(() -> new IllegalStateException("no server returns " + list))
              .path("data");
      found = data.size();
      for (JsonNode request : data) {
        before = request.path("id").asText();
        statuses.put(before, request.path("status").asText());
      }
    }
  }
}
