package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A list of requests over organizations, newest first. */
public final class RequestList {

  private static final int PAGE_SIZE = 100;

  private final RequestClient requests;
  private final Organizations organizations;
  private final boolean isOfAll;
  private final Set<String> statuses;

  /**
   * @param isOfAll whether to list the requests of all members, which only admins may
   * @param statuses none for all
   */
  public RequestList(Api api, boolean isOfAll, Set<String> statuses) {
    this.requests = new RequestClient(api);
    this.organizations = new Organizations(api);
    this.isOfAll = isOfAll;
    this.statuses = statuses;
  }

  /**
   * Returns the newest requests.
   *
   * @param organization the id or name of one; empty for all
   */
  public List<JsonNode> newest(Optional<String> organization, int limit) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode owner : organizations.named(organization)) {
      found.addAll(newestOf(Organizations.id(owner), limit));
    }
    // Times in ISO 8601 with the same zone and precision sort as text.
    return found.stream()
        .sorted(Comparator.comparing(RequestList::createdOn).reversed())
        .limit(limit)
        .toList();
  }

  private List<JsonNode> newestOf(int orgId, int limit) {
    List<JsonNode> found = new ArrayList<>();
    int size = Math.min(limit, PAGE_SIZE);
    JsonNode data;
    int page = 1;
    do {
      data = requests.page(orgId, isOfAll, statuses, page++, size).path("data");
      data.forEach(found::add);
    } while (found.size() < limit && data.size() == size);
    return found;
  }

  private static String createdOn(JsonNode request) {
    return request.path("created_on").asText();
  }
}
