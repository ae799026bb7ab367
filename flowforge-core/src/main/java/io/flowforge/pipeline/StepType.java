package io.flowforge.pipeline;

import java.util.List;

/** What a pipeline needs to know of a kind of step. */
public interface StepType {

  /** The name by which pipelines call it, such as {@code API}. */
  String name();

  /** What is wrong with the step, one sentence each; empty when it could run. */
  List<String> problemsOf(Step step);
}
