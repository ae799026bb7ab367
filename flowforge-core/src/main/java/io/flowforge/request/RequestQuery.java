package io.flowforge.request;

import io.flowforge.error.InvalidException;
import io.flowforge.request.state.RequestStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query for a page of an organization's requests.
 *
 * @param page from 1
 * @param pageSize at least 1; a larger one than {@value #MAX_PAGE_SIZE} becomes that
 * @param statuses empty for all
 * @param before the id of a request of the list; only older requests are listed, and pages are
 *     counted from there
 */
public record RequestQuery(
    int orgId, int page, int pageSize, Set<RequestStatus> statuses, @Nullable String before) {

  public static final int DEFAULT_PAGE_SIZE = 10;
  public static final int MAX_PAGE_SIZE = 1000;

  public RequestQuery(int orgId, int page, int pageSize, Set<RequestStatus> statuses) {
    this(orgId, page, pageSize, statuses, null);
  }

  public RequestQuery {
    if (page < 1) {
      throw new InvalidException("page must be 1 or more");
    }
    if (pageSize < 1) {
      throw new InvalidException("page_size must be 1 or more");
    }
    pageSize = Math.min(pageSize, MAX_PAGE_SIZE);
    statuses = Set.copyOf(statuses);
  }

  /** Returns how many requests come before the page. */
  long skip() {
    return (page - 1L) * pageSize;
  }
}
