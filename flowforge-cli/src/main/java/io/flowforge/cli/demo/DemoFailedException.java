package io.flowforge.cli.demo;

/** Thrown if the demonstration does not go as expected. */
public final class DemoFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }
}
