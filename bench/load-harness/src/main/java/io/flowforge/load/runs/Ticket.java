package io.flowforge.load.runs;

/** What identifies a run to the target: a number, and when the submission was due. */
final class Ticket {

  static final String SEPARATOR = ".";

  private Ticket() {}

  /** Returns when the submission was due, in nanoseconds of the machine. */
  static long dueNanos(String ticket) {
    return Long.parseLong(
        ticket, ticket.indexOf(SEPARATOR) + SEPARATOR.length(), ticket.length(), 10);
  }
}
