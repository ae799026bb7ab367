package io.flowforge.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of a transaction that wait for each other, to be sent together. */
final class LaterStatements {

  private final List<String> statements = new ArrayList<>();
  private final List<@Nullable Object> parameters = new ArrayList<>();

  /** All of them as one. */
  record Combined(String sql, List<@Nullable Object> parameters) {}

  void add(String sql, @Nullable Object[] values) {
    statements.add(sql);
    parameters.addAll(Arrays.asList(values));
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }

  Combined take() {
    var all = new Combined(String.join(";\n", statements), new ArrayList<>(parameters));
    statements.clear();
    parameters.clear();
    return all;
  }
}
