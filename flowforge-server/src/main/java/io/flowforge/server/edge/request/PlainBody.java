package io.flowforge.server.edge.request;

/** A request body of known length. Not thread-safe. */
public final class PlainBody implements RequestBody {

  private static final int NEARLY_READ_BYTES = 64 * 1024;

  private final Input input;
  private long left;

  public PlainBody(Input input, long length) {
    this.input = input;
    left = length;
  }

  @Override
  public boolean isRead() {
    return left == 0;
  }

  @Override
  public boolean isNearlyRead() {
    return left <= NEARLY_READ_BYTES;
  }

  @Override
  public byte[] next() {
    byte[] bytes = input.take(left);
    left -= bytes.length;
    return bytes;
  }
}
