package io.flowforge.server;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An environment that notes which variables are read. */
final class RecordingMap extends AbstractMap<String, String> {

  private final Map<String, String> variables;
  private final Set<String> read;

  RecordingMap(Map<String, String> variables, Set<String> read) {
    this.variables = variables;
    this.read = read;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    read.add(String.valueOf(name));
    return variables.get(name);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return variables.entrySet();
  }
}
