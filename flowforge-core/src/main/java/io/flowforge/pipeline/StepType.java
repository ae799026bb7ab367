package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a pipeline needs to know of a kind of step. */
public interface StepType {

  /** The name by which pipelines call it, such as {@code API}. */
  String name();

  /** What is wrong with the parameters, one sentence each; empty when the step could run. */
  List<String> faultsOf(ObjectNode parameters);
}
