package io.flowforge.settings;

/** The place that the value of a setting comes from. */
public enum SettingOrigin {
  ENVIRONMENT("environment"),
  DEFAULT("default"),
  /** Not set, and without a default. */
  UNSET("not set"),
  /** In the environment, but without an effect. */
  IGNORED("ignored"),
  /** Missing or invalid. */
  INVALID("invalid");

  private final String label;

  SettingOrigin(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
