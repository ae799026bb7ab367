package io.flowforge.faults.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A way to harm a server. */
interface Attack {

  /** Returns the name for the report. */
  String name();

  /** Returns how many connections attack at a time. */
  int connections();

  /** Returns the time between two rounds on one connection. */
  Duration pause();

  /**
   * Attacks once, on a connection of its own.
   *
   * @return what was wrong with the reaction of the server, if anything
   * @throws IOException if the server ended the connection, which it may
   */
  Optional<String> attack(AttackedServer server) throws IOException;
}
