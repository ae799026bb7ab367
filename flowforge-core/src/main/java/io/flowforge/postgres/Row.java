package io.flowforge.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** A row of a result, valid only while it is being read. */
public final class Row {

  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** Returns the string in a column that is never null. */
  public String text(String column) throws SQLException {
    String value = results.getString(column);
    if (value == null) {
      throw new SQLException("column " + column + " is null");
    }
    return value;
  }

  public String textOr(String column, String whenNull) throws SQLException {
    String value = results.getString(column);
    return value == null ? whenNull : value;
  }

  /** Returns the parts of a string that has spaces between them; none if it is empty. */
  public List<String> words(String column) throws SQLException {
    return Collections.list(new StringTokenizer(text(column), " ")).stream()
        .map(String.class::cast)
        .toList();
  }

  public int integer(String column) throws SQLException {
    return results.getInt(column);
  }

  public long number(String column) throws SQLException {
    return results.getLong(column);
  }

  public boolean bool(String column) throws SQLException {
    return results.getBoolean(column);
  }

  /** Returns the bytes in a column that is never null. */
  public byte[] bytes(String column) throws SQLException {
    byte[] value = results.getBytes(column);
    if (value == null) {
      throw new SQLException("column " + column + " is null");
    }
    return value;
  }

  /** Returns a {@code timestamp without time zone}, which holds UTC. */
  public Instant instant(String column) throws SQLException {
    return instantOrNone(column)
        .orElseThrow(() -> new SQLException("column " + column + " is null"));
  }

  /** Returns a {@code timestamp without time zone}, which holds UTC; empty if it is null. */
  public Optional<Instant> instantOrNone(String column) throws SQLException {
    return Optional.ofNullable(results.getObject(column, LocalDateTime.class))
        .map(value -> value.toInstant(ZoneOffset.UTC));
  }
}
