package io.flowforge.server.edge.client;

import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The socket of a connection, for use by the connection's thread. Any thread may close it. */
public final class Wire implements AutoCloseable {

  /** A limit for clients that read the response only after they have sent the whole request. */
  private static final long MAX_LINGER_BYTES = 16 * 1024 * 1024;

  private static final Duration MAX_LINGER = Duration.ofSeconds(10);

  private final Socket socket;
  private final WaitClock clock;
  private boolean isOver;

  /** A byte that came while nobody read, -1 for none. */
  private int early = -1;

  private volatile boolean isLingering;

  public Wire(Socket socket, WaitClock clock) {
    this.socket = socket;
    this.clock = clock;
  }

  /** Returns the clock that measures how long the client makes the server wait. */
  public WaitClock clock() {
    return clock;
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  /** Waits for bytes and returns their number, or -1 at the end of the stream. */
  public int read(byte[] block) {
    if (early >= 0 && block.length > 0) {
      block[0] = (byte) early;
      early = -1;
      return 1;
    }
    int count = 0;
    clock.startReceiving();
    try {
      count = socket.getInputStream().read(block);
      isOver |= count < 0;
      return count;
    } catch (IOException e) {
      isOver = true;
      throw new ServerConnectionException("cannot read", e);
    } finally {
      clock.stop(count);
    }
  }

  /**
   * Returns whether the client has closed its half of the connection, which takes a millisecond to
   * find out. What it has sent meanwhile is read later.
   */
  public boolean hasPeerLeft() {
    if (isOver || early >= 0) {
      return isOver;
    }
    try {
      int usual = socket.getSoTimeout();
      socket.setSoTimeout(1);
      try {
        early = socket.getInputStream().read();
        isOver = early < 0;
      } finally {
        socket.setSoTimeout(usual);
      }
    } catch (SocketTimeoutException _) {
      isOver = false;
    } catch (IOException _) {
      // It has reset the connection.
      isOver = true;
    }
    return isOver;
  }

  /** Writes these bytes; waits until the system has accepted them. */
  public void write(byte[] bytes, int offset, int length) {
    clock.startSending();
    try {
      socket.getOutputStream().write(bytes, offset, length);
    } catch (IOException e) {
      isOver = true;
      throw new ServerConnectionException("cannot write", e);
    } finally {
      clock.stop(length);
    }
  }

  public boolean isLingering() {
    return isLingering;
  }

  /**
   * Sends the end of the stream, then reads and discards bytes of the client for a limited time.
   * Closing a socket with unread bytes resets the connection, and the client can lose the last
   * response (RFC 9112, section 9.6).
   */
  public void linger() {
    if (isOver) {
      return;
    }
    isLingering = true;
    clock.startLingering();
    try {
      socket.shutdownOutput();
      byte[] block = new byte[8 * 1024];
      long end = System.nanoTime() + MAX_LINGER.toNanos();
      int count = 0;
      for (long read = 0; count >= 0 && read < MAX_LINGER_BYTES; read += count) {
        long millisLeft = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millisLeft <= 0) {
          return;
        }
        socket.setSoTimeout(Math.toIntExact(millisLeft));
        count = socket.getInputStream().read(block);
      }
    } catch (IOException _) {
      // The client has closed, sends nothing, or the server is stopping: the connection is over.
      isOver = true;
    } finally {
      isLingering = false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
