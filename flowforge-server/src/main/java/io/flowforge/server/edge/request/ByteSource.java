package io.flowforge.server.edge.request;

/** The receiving end of a connection. */
@FunctionalInterface
public interface ByteSource {

  /** Waits for bytes and returns their number, or -1 at the end of the stream. */
  int read(byte[] block);
}
