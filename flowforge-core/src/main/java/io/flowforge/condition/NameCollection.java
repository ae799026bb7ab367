package io.flowforge.condition;

import io.flowforge.condition.check.KnownNames;
import io.flowforge.condition.check.Reference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Accepts every name in the condition of a step, and remembers it. Not thread-safe. */
final class NameCollection implements KnownNames {

  private final Set<String> found = new HashSet<>();

  /** Returns each variable with the first name behind it, such as {@code form.env}. */
  Set<String> found() {
    return Set.copyOf(found);
  }

  @Override
  public boolean isVariable(String name) {
    return RequestNames.VARIABLES.contains(name);
  }

  @Override
  public String unknownVariable(String name) {
    return KnownNames.ALL.unknownVariable(name);
  }

  @Override
  public Optional<Wrong> problemOf(Reference reference, Set<String> present) {
    found.add(reference.path(1));
    return Optional.empty();
  }
}
