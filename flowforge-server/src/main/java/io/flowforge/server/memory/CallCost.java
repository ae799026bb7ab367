package io.flowforge.server.memory;

import io.flowforge.server.json.JsonScan;

/** Estimates of the memory that a call needs, from above for what clients choose. */
public final class CallCost {

  /** The bytes that a call without a body needs, mainly for the documents that it reads. */
  public static final long BASE_BYTES = 2L * 1024 * 1024;

  /** The blocks of a body as it arrives, and the array that they become. */
  public static final int BYTES_PER_BYTE_RECEIVED = 2;

  /** Strings in the parser, in the objects, in the documents, and in the response. */
  private static final int BYTES_PER_BYTE = 8;

  /** The objects of one value, name, bracket or brace, and what they become in a document. */
  private static final int BYTES_PER_TOKEN = 176;

  private CallCost() {}

  /** Returns what a call with this body needs. */
  public static long of(int bodyBytes, JsonScan scan) {
    return BASE_BYTES + (long) BYTES_PER_BYTE * bodyBytes + (long) BYTES_PER_TOKEN * scan.tokens();
  }
}
