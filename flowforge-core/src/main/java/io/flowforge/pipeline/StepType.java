package io.flowforge.pipeline;

import java.util.List;

/** A type of step, as far as pipelines need to know it. */
public interface StepType {

  /** Returns the name in pipelines, such as {@code API}. */
  String name();

  /** Returns the problems of a step, one sentence each; empty if it is valid. */
  List<String> problemsOf(Step step);
}
