package io.flowforge.faults.stub;

import java.util.Locale;

/** Which steps of the load are skipped: each ticket is even or odd, as its last digit is. */
public enum Parity {
  EVEN,
  ODD;

  /** How the names of steps with a condition go on after their number. */
  private static final String CONDITION = "-if-";

  /** Returns the parity of a ticket. */
  public static Parity of(String ticket) {
    boolean isOdd = !ticket.isEmpty() && ticket.charAt(ticket.length() - 1) % 2 == 1;
    return isOdd ? ODD : EVEN;
  }

  /** Returns whether the step has a condition that is false for its ticket. */
  public static boolean skips(CalledStep step) {
    int begin = step.name().indexOf(CONDITION);
    return begin >= 0
        && !step.name().substring(begin + CONDITION.length()).equals(of(step.ticket()).text());
  }

  /** Returns the text that the target answers with. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
