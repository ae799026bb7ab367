package io.flowforge.execution;

/** A step has a type that this server does not know; another server may. */
final class UnknownStepTypeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownStepTypeException(String stepType) {
    super("No server knows how to run a step of the type '%s'".formatted(stepType));
  }
}
