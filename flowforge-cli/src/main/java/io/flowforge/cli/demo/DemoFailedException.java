package io.flowforge.cli.demo;

/** Something in the demonstration did not go as it must. */
public final class DemoFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }
}
