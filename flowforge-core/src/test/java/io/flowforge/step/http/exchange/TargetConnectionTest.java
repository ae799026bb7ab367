package io.flowforge.step.http.exchange;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.config.Http1Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection says that is looked at before it is used again. */
@Timeout(120)
class TargetConnectionTest {

  private static final org.apache.hc.core5.util.Timeout PATIENCE =
      org.apache.hc.core5.util.Timeout.ofMinutes(1);

  private final ServerSocket target = new ServerSocket();
  private final SocketChannel channel = SocketChannel.open();
  private final AtomicInteger reads = new AtomicInteger();
  private final TargetConnection connection = new TargetConnection(Http1Config.DEFAULT);
  private Socket accepted = new Socket();

  TargetConnectionTest() throws IOException {}

  /** A socket of the client that counts how often somebody may wait for input. */
  private final class CountingSocket extends Socket {

    @Override
    public SocketChannel getChannel() {
      return channel;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(channel.socket().getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          reads.incrementAndGet();
          return super.read(bytes, offset, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return channel.socket().getOutputStream();
    }

    @Override
    public int getSoTimeout() throws SocketException {
      return channel.socket().getSoTimeout();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
      channel.socket().setSoTimeout(millis);
    }
  }

  @BeforeEach
  void connect() throws IOException {
    target.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.connect(target.getLocalSocketAddress());
    accepted = target.accept();
    connection.bind(new CountingSocket());
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    channel.close();
    accepted.close();
    target.close();
  }

  @Test
  void isNotWaitedForIfNothingHasArrived() throws IOException {
    assertThat(connection.isStale()).isFalse();
    assertThat(connection.isStale()).isFalse();
    assertThat(reads).hasValue(0);
    assertThat(channel.isBlocking()).isTrue();
  }

  @Test
  void cannotBeUsedAgainAfterItsEnd() throws IOException {
    accepted.shutdownOutput();
    eventually(this::isStale, isStale -> isStale);
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\n\r\n"})
  void cannotBeUsedAgainAfterWhatNobodyAskedFor(String text) throws IOException {
    accepted.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    eventually(this::isStale, isStale -> isStale);
    // What has been read in a look is not forgotten.
    assertThat(connection.isStale()).isTrue();
  }

  @Test
  void isReadAsBeforeAfterALook() throws IOException {
    assertThat(connection.isStale()).isFalse();
    accepted.getOutputStream().write('H');
    assertThat(connection.isDataAvailable(PATIENCE)).isTrue();
  }

  private boolean isStale() {
    try {
      return connection.isStale();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
