package io.flowforge.pipeline;

import java.util.Optional;

/** The step types that there are. */
@FunctionalInterface
public interface StepTypes {

  Optional<? extends StepType> find(String name);
}
