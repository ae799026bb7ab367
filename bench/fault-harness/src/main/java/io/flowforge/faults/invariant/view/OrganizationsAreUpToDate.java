package io.flowforge.faults.invariant.view;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.view.WatchedOrganization;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whoever watches an organization knows at rest the status of each of its requests. */
final class OrganizationsAreUpToDate implements Invariant {

  @Override
  public String name() {
    return "viewers of an organization know the status of each request";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.views().organizations().stream()
        .flatMap(each -> violations(each, evidence))
        .toList();
  }

  private static Stream<Violation> violations(WatchedOrganization watched, Evidence evidence) {
    // A server that was killed between its two stores leaves a row that no list shows.
    Map<String, ?> documents = evidence.stored().documents();
    Set<String> ids = new HashSet<>(watched.seen().keySet());
    watched.stored().keySet().stream().filter(documents::containsKey).forEach(ids::add);
    return ids.stream()
        .filter(id -> !status(watched.seen(), id).equals(status(watched.stored(), id)))
        .map(
            id ->
                new Violation(
                    id,
                    "the %s has seen %s, but it is %s"
                        .formatted(
                            watched.viewer(),
                            status(watched.seen(), id),
                            status(watched.stored(), id))));
  }

  private static String status(Map<String, String> statuses, String id) {
    return statuses.getOrDefault(id, "nothing");
  }
}
