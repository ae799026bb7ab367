package io.flowforge.live;

import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;
import io.flowforge.scan.CharacterSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the requests of organizations: admins see those of everybody, members their own.
 * Thread-safe.
 */
public final class LiveOrganizations {

  private static final CharacterSet DIGITS = CharacterSet.of("0-9");
  private static final int MAX_DIGITS = 18;

  private final Database database;
  private final AccessControl access;
  private final Live live;

  public LiveOrganizations(Database database, AccessControl access, Live live) {
    this.database = database;
    this.access = access;
    this.live = live;
  }

  /**
   * Opens a stream of the changes of requests.
   *
   * @param lastId the id of the last event that the viewer has; empty to begin now
   * @throws io.flowforge.error.ForbiddenException if the caller is not a member, also when there is
   *     no such organization
   * @throws InvalidException if the id is not one of an event
   */
  public OrganizationStream open(Caller caller, int orgId, Optional<String> lastId) {
    @Nullable Long last = lastId.map(LiveOrganizations::numberOf).orElse(null);
    return live.turns()
        .take(() -> live.stream(orgId, caller.userId(), () -> seesAll(caller, orgId), last));
  }

  private boolean seesAll(Caller caller, int orgId) {
    return database.inTransaction(
        tx ->
            access
                .requireIn(tx, caller, orgId, Action.LIST_OWN_REQUESTS)
                .test(Action.LIST_ALL_REQUESTS));
  }

  private static Long numberOf(String id) {
    if (id.isEmpty() || id.length() > MAX_DIGITS || !DIGITS.containsAll(id)) {
      throw new InvalidException(
          "the header Last-Event-ID must be the id of an event of this stream; leave it out to"
              + " begin now");
    }
    return Long.valueOf(id);
  }
}
