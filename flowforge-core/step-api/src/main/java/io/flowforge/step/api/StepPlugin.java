package io.flowforge.step.api;

import java.util.List;

/**
 * A step type of a plug-in. {@link java.util.ServiceLoader} finds it: the plug-in's jar names the
 * class in {@code META-INF/services/io.flowforge.step.api.StepPlugin}, and the class has a public
 * constructor without parameters. One instance executes the steps of all requests, several at a
 * time.
 */
public interface StepPlugin {

  /**
   * Returns the name in pipelines, such as {@code SEND_MAIL}: at most 40 capital letters, digits
   * and underscores, the first of which is a letter. No two step types of a server may have the
   * same.
   */
  String name();

  /** Returns one or two sentences that say what the step does, for the authors of pipelines. */
  String description();

  /** Returns the parameters of the step type, at most 50; pipelines with others are refused. */
  List<StepParameter> parameters();

  /**
   * Returns what is wrong with a step of a new pipeline, so that it is refused when it is written
   * down and not when it runs. That each parameter is known, is there if it must be and has its
   * type has been checked already.
   *
   * @param literals the parameters that contain no placeholder; the values of others are not known
   *     yet
   */
  default List<StepProblem> problemsOf(StepValues literals) {
    return List.of();
  }

  /**
   * Executes a step on the calling thread, which is virtual: it may wait, but must not hold a lock
   * of the whole plug-in meanwhile. A step may be executed more than once, for example after a
   * crash, always with the same {@link StepCall#idempotencyKey}; only one result counts.
   *
   * @return the result; an exception fails the step, and its message stands in the step's log
   * @throws InterruptedException if the request was cancelled, the step's time is over or the
   *     server stops; let it propagate immediately
   */
  StepResult execute(StepCall call) throws InterruptedException;
}
