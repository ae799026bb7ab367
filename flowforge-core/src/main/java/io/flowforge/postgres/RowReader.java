package io.flowforge.postgres;

import java.sql.SQLException;

/** The conversion of a row to a value. */
@FunctionalInterface
public interface RowReader<T> {

  T read(Row row) throws SQLException;
}
