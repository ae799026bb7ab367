package io.flowforge.server.memory;

import io.flowforge.server.json.JsonScan;
import java.util.function.Function;

/** The body of a call, which is held until somebody takes it. For use by the call's thread. */
public final class ReceivedBody implements AutoCloseable {

  private static final byte[] NONE = {};

  private final Reservation reservation;
  private byte[] bytes;
  private JsonScan scan = new JsonScan(0, null);

  /**
   * Creates it.
   *
   * @param reservation is closed when the body is taken, or with this
   */
  public ReceivedBody(byte[] bytes, Reservation reservation) {
    this.bytes = bytes;
    this.reservation = reservation;
  }

  /** Scans the body once, before it is taken, and returns what the call needs. */
  public long cost(Function<byte[], JsonScan> scanner) {
    if (bytes.length > 0) {
      scan = scanner.apply(bytes);
    }
    return CallCost.of(bytes.length, scan);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Returns the result of the scan. */
  public JsonScan scan() {
    return scan;
  }

  /** Returns the body and forgets it. */
  public byte[] take() {
    byte[] taken = bytes;
    close();
    return taken;
  }

  @Override
  public void close() {
    bytes = NONE;
    reservation.close();
  }
}
