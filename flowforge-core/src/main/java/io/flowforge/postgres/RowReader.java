package io.flowforge.postgres;

import java.sql.SQLException;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowReader<T> {

  T read(Row row) throws SQLException;
}
