package io.flowforge.server.edge.request;

/** A request body that is being received. Not thread-safe. */
public interface RequestBody {

  /** Returns whether the whole body has been read from the connection. */
  boolean isRead();

  /** Returns whether reading the rest costs less than opening another connection. */
  boolean isNearlyRead();

  /** Waits for more of the body and returns it in the form that Helidon reads. */
  byte[] next();
}
