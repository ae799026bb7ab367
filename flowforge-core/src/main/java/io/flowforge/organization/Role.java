package io.flowforge.organization;

import io.flowforge.error.InvalidException;

/** The role of a member in an organization, in ascending order of rights. */
public enum Role {
  MEMBER("Member"),
  ADMIN("Admin"),
  OWNER("Owner");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** Returns the name used in the API and in the stores. */
  public String label() {
    return label;
  }

  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /**
   * Returns the role with this label.
   *
   * @throws InvalidException if there is none
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
