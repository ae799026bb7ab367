package io.flowforge.cli.embedded.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system of H2 with the scheme {@code fake:}. Every call of {@link FileChannel#force} is
 * counted and can be held up: it is the only way to see that a write waits for the disk, because a
 * killed process does not lose what the operating system has. The disk can be made full, and then
 * no file grows.
 */
public final class FakeDisk extends FilePathWrapper {

  static final String SCHEME = "fake";

  private static final AtomicInteger FORCES = new AtomicInteger();
  private static volatile CountDownLatch released = new CountDownLatch(0);
  private static volatile boolean isFull;

  /** Called by H2 for every path with this scheme. */
  public FakeDisk() {}

  /** Makes the scheme known to H2. */
  static void register() {
    FilePath.register(new FakeDisk());
  }

  /** Returns how often a channel has started to force its content to the disk. */
  static int forces() {
    return FORCES.get();
  }

  /** Holds up every call from now on until the latch is released. */
  static CountDownLatch hold() {
    var latch = new CountDownLatch(1);
    released = latch;
    return latch;
  }

  /** Determines whether files can grow. */
  static void setFull(boolean full) {
    isFull = full;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(getBase().open(mode));
  }

  private static final class Channel extends FileBase {

    private final FileChannel base;

    private Channel(FileChannel base) {
      this.base = base;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      FORCES.incrementAndGet();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException(e));
      }
      base.force(metaData);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return base.read(target);
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return base.read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      requireSpace(base.position() + source.remaining());
      return base.write(source);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      requireSpace(position + source.remaining());
      return base.write(source, position);
    }

    private void requireSpace(long end) throws IOException {
      if (isFull && end > base.size()) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public long position() throws IOException {
      return base.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      base.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return base.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      base.truncate(size);
      return this;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      base.close();
    }
  }
}
