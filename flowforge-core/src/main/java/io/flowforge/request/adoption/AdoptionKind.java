package io.flowforge.request.adoption;

/** What adoption makes of a request. */
public enum AdoptionKind {
  NOT_STARTED("Not Started: no step has begun"),
  WAITING("Pending: waits at an approval"),
  ENDED("ended: stays as it is"),
  FAILED("Failed: a person decides, and submits it again if necessary"),
  RESUMED("Running: goes on at the first step that is not completed"),
  CANCELLED("Cancelled: its organization has been deleted"),
  UNKNOWN("shown as Failed: nobody knows its status, and its document stays as it is");

  private final String description;

  AdoptionKind(String description) {
    this.description = description;
  }

  /** Returns the description for reports. */
  public String description() {
    return description;
  }
}
