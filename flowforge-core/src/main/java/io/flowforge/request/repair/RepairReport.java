package io.flowforge.request.repair;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of comparing the stores.
 *
 * @param compared how many documents were compared
 * @param different requests whose documents had another status than PostgreSQL
 * @param unknown requests that PostgreSQL does not know
 * @param lost requests that have no document, so that their form data is lost
 * @param organizationIds how many ids of organizations only MongoDB knew
 */
public record RepairReport(
    long compared,
    AffectedRequests different,
    AffectedRequests unknown,
    AffectedRequests lost,
    int organizationIds) {

  private static final int MAX_EXAMPLES = 20;

  /**
   * Returns whether PostgreSQL knows fewer of the requests than it does not know. It is then
   * probably not the database that belongs to the documents.
   */
  public boolean isImplausible() {
    return unknown.count() > compared - unknown.count();
  }

  /**
   * Requests that have something in common.
   *
   * @param examples the ids of at most {@value #MAX_EXAMPLES} of them
   */
  public record AffectedRequests(long count, List<String> examples) {

    static final AffectedRequests NONE = new AffectedRequests(0, List.of());

    AffectedRequests and(List<String> ids) {
      List<String> more = new ArrayList<>(examples);
      more.addAll(ids.subList(0, Math.min(ids.size(), MAX_EXAMPLES - examples.size())));
      return new AffectedRequests(count + ids.size(), List.copyOf(more));
    }
  }
}
