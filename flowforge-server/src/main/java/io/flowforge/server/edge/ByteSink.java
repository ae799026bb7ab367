package io.flowforge.server.edge;

/** The sending end of a connection. */
@FunctionalInterface
interface ByteSink {

  /** Writes these bytes; waits until the system has accepted them. */
  void write(byte[] bytes, int offset, int length);
}
