package io.flowforge.load.floor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A statement in the log of PostgreSQL, with its parameters filled in.
 *
 * @param session the connection that sent it
 */
record LoggedStatement(String session, String sql) {

  private static final String SIMPLE = "statement: ";
  private static final String EXTENDED = "execute ";
  private static final String NO_PARAMETERS = "";

  /** Reads a line of the log; empty if it is not about a statement, or about an empty one. */
  static Optional<LoggedStatement> of(JsonNode line) {
    return read(line).filter(statement -> !statement.sql().isBlank());
  }

  private static Optional<LoggedStatement> read(JsonNode line) {
    String message = line.path("message").asText();
    String session = line.path("session_id").asText();
    if (message.startsWith(SIMPLE)) {
      return Optional.of(new LoggedStatement(session, message.substring(SIMPLE.length())));
    }
    int colon = message.indexOf(": ");
    if (!message.startsWith(EXTENDED) || colon < 0) {
      return Optional.empty();
    }
    String parameters = line.path("detail").asText(NO_PARAMETERS);
    return Optional.of(
        new LoggedStatement(session, Parameters.of(parameters).into(message.substring(colon + 2))));
  }

  boolean isBegin() {
    return sql.startsWith("BEGIN");
  }

  boolean isEnd() {
    String command = sql.strip();
    return command.startsWith("COMMIT") || command.startsWith("ROLLBACK");
  }

  /** The driver splits a text at its semicolons, and keeps the blank after them. */
  boolean isSentWithTheLast() {
    return Character.isWhitespace(sql.charAt(0));
  }
}
