package io.flowforge.pipeline;

import java.util.Optional;

/** The known step types. */
@FunctionalInterface
public interface StepTypes {

  Optional<? extends StepType> find(String name);
}
