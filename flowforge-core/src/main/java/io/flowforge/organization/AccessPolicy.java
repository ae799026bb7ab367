package io.flowforge.organization;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of actions and the roles that they need; pure, without a store. The role is always that
 * in the organization that owns the resource. Nobody has a role in a deleted organization; its
 * requests are stopped and cancelled by the system in the name of its Owner.
 */
public final class AccessPolicy {

  private AccessPolicy() {}

  /** An action, with the minimum role and whether the requester may also do it. */
  public enum Action {
    SEE_PIPELINES(Role.MEMBER, false),
    /** Seeing the literal secrets in the parameters of steps. */
    SEE_PIPELINE_SECRETS(Role.ADMIN, false),
    CREATE_PIPELINE(Role.ADMIN, false),
    ARCHIVE_PIPELINE(Role.ADMIN, false),
    /** Setting and deleting secrets, and seeing which there are. */
    MANAGE_SECRETS(Role.ADMIN, false),
    SUBMIT_REQUEST(Role.MEMBER, false),
    LIST_OWN_REQUESTS(Role.MEMBER, false),
    LIST_ALL_REQUESTS(Role.ADMIN, false),
    SEE_REQUEST(Role.ADMIN, true),
    START_REQUEST(Role.ADMIN, true),
    RETRY_REQUEST(Role.ADMIN, true),
    CANCEL_REQUEST(Role.ADMIN, true),
    DECIDE_REQUEST(Role.ADMIN, false),
    /** Only the requester may change a request; no role suffices. */
    CHANGE_REQUEST(null, true),
    SEE_MEMBERS(Role.MEMBER, false),
    LEAVE_ORGANIZATION(Role.MEMBER, false),
    ADD_MEMBER(Role.ADMIN, false),
    CHANGE_ROLE(Role.ADMIN, false),
    REMOVE_MEMBER(Role.ADMIN, false),
    TRANSFER_OWNERSHIP(Role.OWNER, false),
    RENAME_ORGANIZATION(Role.OWNER, false),
    DELETE_ORGANIZATION(Role.OWNER, false);

    private final @Nullable Role minRole;
    private final boolean openToRequester;

    Action(@Nullable Role minRole, boolean openToRequester) {
      this.minRole = minRole;
      this.openToRequester = openToRequester;
    }
  }

  /**
   * The result of a check. {@code HIDDEN} is for callers who are not members: they must not learn
   * that the resource exists.
   */
  public enum Decision {
    ALLOWED,
    FORBIDDEN,
    HIDDEN
  }

  /**
   * Decides by the role, or by whether the caller is the requester.
   *
   * @param role the caller's role in the organization that owns the resource, empty if the caller
   *     is not a member
   * @param isRequester whether the resource is a request that the caller submitted
   */
  public static Decision decide(Optional<Role> role, boolean isRequester, Action action) {
    if (role.isEmpty()) {
      return Decision.HIDDEN;
    }
    boolean isAllowed =
        (action.minRole != null && role.get().isAtLeast(action.minRole))
            || (isRequester && action.openToRequester);
    return isAllowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }
}
