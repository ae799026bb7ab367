package io.flowforge.cli.doctor;

/**
 * The result of a check.
 *
 * @param check what was checked
 * @param detail what was found
 * @param cure what to do; empty if there is nothing to do
 */
public record Finding(String check, Kind kind, String detail, String cure) {

  /** The kinds of results. */
  public enum Kind {
    OK("ok"),
    SKIPPED("skipped"),
    /** A setting is missing or invalid. */
    INVALID("problem"),
    /** Something does not respond. */
    UNREACHABLE("problem"),
    PROBLEM("problem");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, Kind.OK, detail, "");
  }

  static Finding skipped(String check, String reason) {
    return new Finding(check, Kind.SKIPPED, reason, "");
  }

  static Finding problem(String check, String detail, String cure) {
    return new Finding(check, Kind.PROBLEM, detail, cure);
  }

  static Finding unreachable(String check, String detail, String cure) {
    return new Finding(check, Kind.UNREACHABLE, detail, cure);
  }

  public boolean isProblem() {
    return kind != Kind.OK && kind != Kind.SKIPPED;
  }
}
