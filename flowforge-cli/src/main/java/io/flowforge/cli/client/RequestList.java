package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.error.ForbiddenException;
import java.time.Instant;
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
    List<ForbiddenException> refused = new ArrayList<>();
    List<JsonNode> owners = organizations.named(organization);
    for (JsonNode owner : owners) {
      try {
        found.addAll(newestOf(Organizations.id(owner), limit));
      } catch (ForbiddenException e) {
        refused.add(e);
      }
    }
    // Of several organizations, those that the caller does not administer are left out.
    if (!refused.isEmpty() && refused.size() == owners.size()) {
      throw refused.getFirst();
    }
    return found.stream()
        .sorted(Comparator.comparing(RequestList::createdOn).reversed())
        .limit(limit)
        .toList();
  }

  private List<JsonNode> newestOf(int orgId, int limit) {
    List<JsonNode> found = new ArrayList<>();
    int size = Math.min(limit, PAGE_SIZE);
    JsonNode data;
    do {
      // Not by page number: requests that are added meanwhile would move the pages.
      Optional<String> last =
          found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().path("id").asText());
      data = requests.page(orgId, isOfAll, statuses, last, size).path("data");
      data.forEach(found::add);
    } while (found.size() < limit && data.size() == size);
    return found;
  }

  private static Instant createdOn(JsonNode request) {
    return Instant.parse(request.path("created_on").asText());
  }
}
