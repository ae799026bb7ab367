package io.flowforge.organization;

import io.flowforge.error.InvalidException;

/** What a member is in an organization, from the least to the most. */
public enum Role {
  MEMBER("Member"),
  ADMIN("Admin"),
  OWNER("Owner");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The name in the API and in the stores. */
  public String label() {
    return label;
  }

  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /**
   * The role of that label.
   *
   * @throws InvalidException when no role has the label
   */
  public static Role of(String label) {
    for (Role role : values()) {
      if (role.label.equals(label)) {
        return role;
      }
    }
    throw new InvalidException("'" + label + "' is not a role: use Owner, Admin or Member");
  }
}
