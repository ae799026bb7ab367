package io.flowforge.organization;

import io.flowforge.postgres.Tx;
import java.util.List;

/**
 * The requests of a person in an organization that have not ended.
 *
 * @param totalCount how many there are
 * @param ids the ids of some of them, at most {@link #MAX_IDS}; those that run come first
 */
public record OpenRequests(long totalCount, List<String> ids) {

  /** The maximum number of ids. */
  public static final int MAX_IDS = 20;

  public OpenRequests {
    ids = List.copyOf(ids);
  }

  /** The way to the open requests for the services of this package, which know no requests. */
  @FunctionalInterface
  public interface Source {

    /** Returns the open requests that the user has submitted in the organization. */
    OpenRequests of(Tx tx, int orgId, String userId);
  }
}
