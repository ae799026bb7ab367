package io.flowforge.faults.cluster;

import io.flowforge.postgres.PostgresUri;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A clock of PostgreSQL that differs from the machine's. Every later connection finds the functions
 * that tell the time in our schema before it finds PostgreSQL's.
 */
final class DatabaseClockShift {

  private DatabaseClockShift() {}

  /** Sets the clock of the database back. */
  static void setBack(PostgresUri uri, Duration by) {
    try (Connection connection =
            DriverManager.getConnection(uri.jdbcUrl(), uri.user(), uri.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA other_time");
      for (String function : new String[] {"now", "clock_timestamp"}) {
        statement.execute(
            """
            CREATE FUNCTION other_time.%1$s() RETURNS timestamptz LANGUAGE sql
            AS 'SELECT pg_catalog.%1$s() - interval ''%2$d ms'''
            """
                .formatted(function, by.toMillis()));
      }
      // New objects are created in the first schema of the path.
      statement.execute(
          "ALTER DATABASE \"%s\" SET search_path = public, other_time, pg_catalog"
              .formatted(connection.getCatalog()));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot shift the clock of PostgreSQL", e);
    }
  }
}
