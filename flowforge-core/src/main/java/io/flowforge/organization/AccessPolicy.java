package io.flowforge.organization;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, and nothing else: no store, no state. Always asked with the role in the
 * organization that owns the thing.
 */
public final class AccessPolicy {

  private AccessPolicy() {}

  /** What somebody wants to do. */
  public enum Action {
    SEE_PIPELINES(Role.MEMBER, false),
    CREATE_PIPELINE(Role.ADMIN, false),
    SUBMIT_REQUEST(Role.MEMBER, false),
    LIST_OWN_REQUESTS(Role.MEMBER, false),
    LIST_ALL_REQUESTS(Role.ADMIN, false),
    SEE_REQUEST(Role.ADMIN, true),
    START_REQUEST(Role.ADMIN, true),
    CANCEL_REQUEST(Role.ADMIN, true),
    DECIDE_REQUEST(Role.ADMIN, false),
    /** What is asked for is the requester's own: no role suffices. */
    CHANGE_REQUEST(null, true),
    SEE_MEMBERS(Role.MEMBER, false),
    LEAVE_ORGANIZATION(Role.MEMBER, false),
    ADD_MEMBER(Role.ADMIN, false),
    CHANGE_ROLE(Role.ADMIN, false),
    REMOVE_MEMBER(Role.ADMIN, false),
    TRANSFER_OWNERSHIP(Role.OWNER, false),
    RENAME_ORGANIZATION(Role.OWNER, false),
    DELETE_ORGANIZATION(Role.OWNER, false);

    private final @Nullable Role least;
    private final boolean openToRequester;

    Action(@Nullable Role least, boolean openToRequester) {
      this.least = least;
      this.openToRequester = openToRequester;
    }
  }

  /**
   * The answer, with the difference that matters: a stranger learns nothing, not even a refusal.
   */
  public enum Decision {
    ALLOWED,
    FORBIDDEN,
    HIDDEN
  }

  /**
   * Decides by the role alone, or by who submitted the thing.
   *
   * @param role the caller's role in the organization that owns the thing, empty when the caller is
   *     not a member
   * @param isRequester whether the thing is a request that the caller submitted
   */
  public static Decision decide(Optional<Role> role, boolean isRequester, Action action) {
    if (role.isEmpty()) {
      return Decision.HIDDEN;
    }
    boolean isAllowed =
        (action.least != null && role.get().isAtLeast(action.least))
            || (isRequester && action.openToRequester);
    return isAllowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }
}
