package io.flowforge.load.stack;

import io.flowforge.postgres.PostgresUri;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Questions to PostgreSQL, through a connection of the harness. */
public final class StackDatabase implements AutoCloseable {

  private final Connection connection;

  StackDatabase(String uri) {
    PostgresUri parsed = PostgresUri.parse(uri);
    try {
      connection = DriverManager.getConnection(parsed.jdbcUrl(), parsed.user(), parsed.password());
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not respond to the harness", e);
    }
  }

  /** Returns the first column of all rows. */
  public List<String> strings(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the number in the first column of the only row. */
  public long count(String sql) {
    return Long.parseLong(strings(sql).getFirst());
  }

  /** Carries out a statement. */
  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns how many requests run or are about to. */
  public long open() {
    return count("SELECT count(*) FROM request_run WHERE status IN ('Running', 'Pending')");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
