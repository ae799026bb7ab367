package io.flowforge.step.api;

/** The log of a step, read by people. Lines appear within a second. Never write a secret to it. */
public interface StepLogger {

  /** Adds a line. */
  void info(String text);

  /** Adds a line that says what has gone wrong. */
  void error(String text);
}
