package io.flowforge.request;

/** The way to stop work on a request that is in flight in this process. */
@FunctionalInterface
public interface RequestInterrupter {

  /** Interrupts the step of the request that this process executes, if it executes one. */
  void interrupt(String requestId);
}
