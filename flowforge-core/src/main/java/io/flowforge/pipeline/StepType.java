package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A type of step, as far as pipelines need to know it. */
public interface StepType {

  /** Returns the name in pipelines, such as {@code API}. */
  String name();

  /** Returns the problems of a step, one sentence each; empty if it is valid. */
  List<String> problemsOf(Step step);

  /**
   * Returns the problems of a requester's values in a valid step, one sentence each, which names
   * the field; empty if there are none.
   *
   * @param formData valid for the form
   */
  default List<String> problemsOfValues(Step step, ObjectNode formData) {
    return List.of();
  }
}
