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
    for (String function : new String[] {"now", "clock_timestamp"}) {
      replace(
          uri,
          function,
          "LANGUAGE sql AS 'SELECT pg_catalog.%s() - interval ''%d ms'''"
              .formatted(function, by.toMillis()));
    }
  }

  /** Lets every question for the time fail, until it is set back. */
  public static void fail(PostgresUri uri) {
    replace(uri, "clock_timestamp", "LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no time''; END'");
  }

  /** Ends all connections, so that whoever is connected has to connect again. */
  public static void disconnectAll(PostgresUri uri) {
    execute(
        uri,
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """);
  }

  private static void replace(PostgresUri uri, String function, String definition) {
    execute(
        uri,
        "CREATE SCHEMA IF NOT EXISTS other_time",
        "CREATE OR REPLACE FUNCTION other_time.%s() RETURNS timestamptz %s"
            .formatted(function, definition),
        // New connections find the functions in the first schema that has them.
        """
        DO 'BEGIN
          EXECUTE format(''ALTER DATABASE %I SET search_path = public, other_time, pg_catalog'',
                         current_database());
        END'
        """);
  }

  private static void execute(PostgresUri uri, String... statements) {
    try (Connection connection =
            DriverManager.getConnection(uri.jdbcUrl(), uri.user(), uri.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
