package io.flowforge.request.list;

import io.flowforge.request.state.RequestStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a list.
 *
 * @param userId the id of the requester; null for all
 * @param statuses at least one
 */
public record ListFilter(int orgId, @Nullable String userId, Set<RequestStatus> statuses) {

  /**
   * Returns the filter of a query.
   *
   * @param wanted empty for all statuses
   */
  public static ListFilter of(int orgId, @Nullable String userId, Set<RequestStatus> wanted) {
    return new ListFilter(
        orgId, userId, wanted.isEmpty() ? EnumSet.allOf(RequestStatus.class) : wanted);
  }

  public ListFilter {
    statuses = Set.copyOf(statuses);
  }

  List<String> labels() {
    return statuses.stream().map(RequestStatus::label).sorted().toList();
  }
}
