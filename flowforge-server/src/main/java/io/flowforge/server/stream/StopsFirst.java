package io.flowforge.server.stream;

/** A service whose responses do not end by themselves. */
public interface StopsFirst {

  /** Ends its responses, before the server waits for those in flight. */
  void stopResponses();
}
