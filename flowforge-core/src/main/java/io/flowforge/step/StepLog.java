package io.flowforge.step;

/** The log of a step, read by people. Lines appear within a second. Never write a secret to it. */
public interface StepLog {

  void info(String text);

  void error(String text);
}
