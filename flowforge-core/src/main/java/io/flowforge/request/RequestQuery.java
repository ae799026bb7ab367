package io.flowforge.request;

import io.flowforge.error.InvalidException;
import java.util.Set;

/**
 * Which requests of an organization to list.
 *
 * @param page from 1
 * @param pageSize from 1 to {@value #MAX_PAGE_SIZE}
 * @param statuses empty for all
 */
public record RequestQuery(int orgId, int page, int pageSize, Set<RequestStatus> statuses) {

  public static final int DEFAULT_PAGE_SIZE = 10;
  public static final int MAX_PAGE_SIZE = 100;

  public RequestQuery {
    if (page < 1) {
      throw new InvalidException("page must be 1 or more");
    }
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new InvalidException("page_size must be from 1 to " + MAX_PAGE_SIZE);
    }
    statuses = Set.copyOf(statuses);
  }

  /**
   * How many requests come before the page; bounded, so that the number fits what MongoDB takes.
   */
  int skip() {
    return (int) Math.min((page - 1L) * pageSize, Integer.MAX_VALUE);
  }
}
