package io.flowforge.pipeline;

import java.util.List;
import java.util.Optional;

/** The known step types. */
@FunctionalInterface
public interface StepTypes {

  Optional<? extends StepType> find(String name);

  /** Returns whether this process knows under which URL others reach the server. */
  default boolean isPublicUrlKnown() {
    return true;
  }

  /** Returns the names of all types; empty if they are not known. */
  default List<String> names() {
    return List.of();
  }
}
