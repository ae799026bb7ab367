package io.flowforge.step.http.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a target that is looked at before it is used again. The library waits a
 * millisecond for input each time it looks, because a socket cannot tell whether there is any; its
 * channel can. Used by one thread at a time, but may be closed by any, if immediately.
 */
final class TargetConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong COUNTER = new AtomicLong();

  /** For input that has arrived, which may still be no more than a part of a TLS record. */
  private static final Timeout SHORTEST = Timeout.ofMilliseconds(1);

  private boolean isLooking;

  /** Whether the present look has found that nothing has arrived. */
  private boolean isKnownEmpty;

  TargetConnection(Http1Config limits) {
    super(
        "http-outgoing-" + COUNTER.getAndIncrement(),
        null,
        null,
        limits,
        null,
        null,
        null,
        _ -> new HeadParser());
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new Holder(socket));
  }

  @Override
  public void bind(SSLSocket encrypted, Socket socket) throws IOException {
    bind(new Holder(encrypted, socket));
  }

  /**
   * Tests whether the connection must not be used again: the target has closed it, or has sent what
   * nobody asked for, such as the announcement that it will be closed. Does not wait if nothing has
   * arrived.
   */
  @Override
  public boolean isStale() throws IOException {
    isLooking = true;
    isKnownEmpty = false;
    try {
      return super.isStale() || isDataAvailable(SHORTEST);
    } finally {
      isLooking = false;
    }
  }

  /** A socket whose stream, while this connection is looked at, reads only what has arrived. */
  private final class Holder extends SocketHolder {

    Holder(Socket socket) {
      super(socket);
    }

    Holder(SSLSocket encrypted, Socket socket) {
      super(encrypted, socket);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new FilterInputStream(socket.getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (isLooking) {
            isKnownEmpty =
                isKnownEmpty || (in.available() == 0 && !isReadable(getBaseSocket().getChannel()));
            if (isKnownEmpty) {
              throw new SocketTimeoutException("nothing has arrived");
            }
          }
          return in.read(bytes, offset, length);
        }
      };
    }
  }

  /** Returns whether a read would find something, or the end; true also if that is not known. */
  private static boolean isReadable(@Nullable SocketChannel channel) throws IOException {
    if (channel == null) {
      return true;
    }
    // While a channel has a selector, it cannot be made to wait for its input again.
    try (Selector selector = channel.provider().openSelector()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return selector.selectNow() > 0;
    } finally {
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }
}
