package io.flowforge.step.http.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a response, as far as it was read. */
public final class BodyBytes {

  /** The maximum length of a body that is read to its end, in bytes. */
  public static final int MAX_READ = 1 << 20;

  /** The number of bytes of a body that are kept for the log: more than are searched for it. */
  public static final int MAX_BEGINNING = 1 << 17;

  private static final String NO_ROOM =
      "the rest was not read, because too many large responses were read at the same time";

  private final byte[] kept;
  private final long length;
  private final String cut;

  /**
   * @param cut why the rest was not read; empty if nothing kept it from being read
   */
  private BodyBytes(byte[] kept, long length, String cut) {
    this.kept = kept;
    this.length = length;
    this.cut = cut;
  }

  /**
   * Reads a body to its end or just beyond the maximum, or until that fails.
   *
   * @param place where a large body is kept; null to keep only the beginning
   * @param end the value of {@link System#nanoTime} until which a large body waits for room
   */
  static BodyBytes read(InputStream body, BodyRoom.@Nullable BodyPlace place, long end) {
    int maxKept = place == null ? MAX_BEGINNING : MAX_READ;
    var kept = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    long length = 0;
    try {
      while (length <= MAX_READ) {
        int read = body.read(buffer);
        if (read < 0) {
          return new BodyBytes(kept.toByteArray(), length, "");
        }
        boolean isLarge = kept.size() + read > MAX_BEGINNING;
        if (place != null && isLarge && !place.take(end)) {
          return new BodyBytes(kept.toByteArray(), length, NO_ROOM);
        }
        kept.write(buffer, 0, Math.min(read, maxKept - kept.size()));
        length += read;
      }
      return new BodyBytes(kept.toByteArray(), length, "");
    } catch (IOException e) {
      // The status has been received and counts, whatever happens to the body.
      return new BodyBytes(kept.toByteArray(), length, "the rest did not arrive");
    }
  }

  /** Returns the first {@value #MAX_BEGINNING} bytes. */
  public byte[] beginning() {
    return Arrays.copyOf(kept, Math.min(kept.length, MAX_BEGINNING));
  }

  /** Tests whether the body goes on after its beginning. */
  public boolean isTruncated() {
    return !isRead() || length > Math.min(kept.length, MAX_BEGINNING);
  }

  /** Tests whether there are no bytes, and none were to come. */
  public boolean isEmpty() {
    return isRead() && length == 0;
  }

  /** Returns the body; empty if it was not read to its end, or not kept. */
  public Optional<byte[]> whole() {
    return isRead() && length == kept.length ? Optional.of(kept.clone()) : Optional.empty();
  }

  /** Tests whether the body was read to its end. */
  boolean isRead() {
    return cut.isEmpty() && length <= MAX_READ;
  }

  /** Returns a description of the length. */
  public String description() {
    return length > MAX_READ
        ? "more than " + MAX_READ + " bytes (the rest was not read)"
        : length + (cut.isEmpty() ? " bytes" : " bytes (%s)".formatted(cut));
  }
}
