package io.flowforge.cli.connection;

import java.net.URI;

/** Where the calls of a command go. */
sealed interface ServerChoice {

  /** Returns what decided it, for people to read. */
  String reason();

  /** A server, which is called over HTTP. */
  record Remote(URI server, String reason) implements ServerChoice {}

  /** The stores. */
  record Direct(String reason) implements ServerChoice {}
}
