package io.flowforge.step.http.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response, as far as it was read. */
public final class BodyBytes {

  /** The maximum length of a body that is read to its end, in bytes. */
  private static final int MAX_READ = 1 << 20;

  /** The number of bytes of a body that are kept: more than are searched for the log. */
  private static final int MAX_KEPT = 1 << 17;

  private final byte[] beginning;
  private final long length;
  private final boolean isBroken;

  private BodyBytes(byte[] beginning, long length, boolean isBroken) {
    this.beginning = beginning;
    this.length = length;
    this.isBroken = isBroken;
  }

  /** Reads a body to its end or just beyond the maximum, or until that fails. */
  static BodyBytes read(InputStream body) {
    var kept = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    long length = 0;
    try {
      while (length <= MAX_READ) {
        int read = body.read(buffer);
        if (read < 0) {
          return new BodyBytes(kept.toByteArray(), length, false);
        }
        kept.write(buffer, 0, Math.min(read, MAX_KEPT - kept.size()));
        length += read;
      }
      return new BodyBytes(kept.toByteArray(), length, false);
    } catch (IOException e) {
      // The status has been received and counts, whatever happens to the body.
      return new BodyBytes(kept.toByteArray(), length, true);
    }
  }

  /** Returns the first {@value #MAX_KEPT} bytes. */
  public byte[] beginning() {
    return beginning.clone();
  }

  /** Tests whether the body goes on after what is kept. */
  public boolean isTruncated() {
    return !isRead() || length > beginning.length;
  }

  /** Tests whether the body was read to its end. */
  boolean isRead() {
    return !isBroken && length <= MAX_READ;
  }

  /** Returns a description of the length. */
  public String description() {
    return length > MAX_READ
        ? "more than " + MAX_READ + " bytes (the rest was not read)"
        : length + (isBroken ? " bytes (the rest did not arrive)" : " bytes");
  }
}
