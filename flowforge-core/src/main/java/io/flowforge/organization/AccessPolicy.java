package io.flowforge.organization;

import java.util.Optional;

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
    DECIDE_REQUEST(Role.ADMIN, false);

    private final Role least;
    private final boolean openToRequester;

    Action(Role least, boolean openToRequester) {
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
        role.get().isAtLeast(action.least) || (isRequester && action.openToRequester);
    return isAllowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }
}
