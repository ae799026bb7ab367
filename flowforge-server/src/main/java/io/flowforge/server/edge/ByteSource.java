package io.flowforge.server.edge;

/** The receiving end of a connection. */
@FunctionalInterface
interface ByteSource {

  /** Waits for bytes and returns their number, or -1 at the end of the stream. */
  int read(byte[] block);
}
