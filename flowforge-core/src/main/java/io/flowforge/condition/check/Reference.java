package io.flowforge.condition.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A variable and the names behind it, such as {@code steps.repo.id}.
 *
 * @param names the names that are known from the text; empty for the variable alone
 * @param isTest whether it stands in {@code has()}, which only asks whether it is present
 */
public record Reference(String variable, List<String> names, boolean isTest) {

  /** Copies the names. */
  public Reference {
    names = List.copyOf(names);
  }

  /** Returns the variable and its first names, as a key of what is known to be present. */
  public String path(int length) {
    return names.stream().limit(length).collect(Collectors.joining(".", variable + ".", ""));
  }
}
