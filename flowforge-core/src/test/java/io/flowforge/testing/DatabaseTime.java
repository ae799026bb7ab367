package io.flowforge.testing;

import io.flowforge.postgres.PostgresUri;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A database whose time is not that of the machine, for everybody who connects to it from then on:
 * the functions that tell the time are found in a schema of ours before they are in PostgreSQL's.
 */
public final class DatabaseTime {

  private DatabaseTime() {}

  /** Sets it back. */
  public static void setBack(PostgresUri uri, Duration by) {
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
      // What is created goes into the first of them.
      statement.execute(
          "ALTER DATABASE \"%s\" SET search_path = public, other_time, pg_catalog"
              .formatted(connection.getCatalog()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
