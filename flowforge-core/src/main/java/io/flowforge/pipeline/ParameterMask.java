package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hides literal secrets in the parameters of steps from people who may not see them. */
@FunctionalInterface
public interface ParameterMask {

  /** Returns a copy of the same shape without secrets. Placeholders remain. */
  ObjectNode masked(ObjectNode parameters);
}
