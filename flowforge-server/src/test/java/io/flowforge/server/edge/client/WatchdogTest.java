package io.flowforge.server.edge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real connections whose threads do not notice that they were closed. */
class WatchdogTest {

  private static final int MAX_CONNECTIONS = 32;

  private final Watchdog watchdog = new Watchdog(ClientTimes.DEFAULT, MAX_CONNECTIONS);
  private final ServerSocket listener;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  WatchdogTest() throws IOException {
    listener = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void closeAll() throws IOException {
    wires.forEach(watchdog::forget);
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
  }

  @Test
  void aClosedConnectionDoesNotCountWhileItsThreadGoesOn() throws IOException {
    connect(MAX_CONNECTIONS);
    for (int i = 0; i < 5; i++) {
      assertThat(watchdog.inspect()).isTrue();
      assertThat(closed())
          .as("one in 16, of those that have been idle longest")
          .containsExactly(0, 1);
    }
    connect(1);
    watchdog.inspect();
    assertThat(closed()).as("there is room for one more").containsExactly(0, 1);
    connect(1);
    for (int i = 0; i < 5; i++) {
      watchdog.inspect();
      assertThat(closed()).containsExactly(0, 1, 2, 3);
    }
  }

  /** Opens idle connections, each a millisecond after the one before. */
  private void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      sockets.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
      sockets.add(listener.accept());
      nanos.addAndGet(Duration.ofMillis(1).toNanos());
      var clock = new WaitClock(ClientTimes.DEFAULT, nanos::get);
      clock.startReceiving();
      wires.add(new Wire(sockets.getLast(), clock));
      watchdog.watch(wires.getLast());
    }
  }

  private List<Integer> closed() {
    List<Integer> closed = new ArrayList<>();
    for (int i = 0; i < wires.size(); i++) {
      if (wires.get(i).isClosed()) {
        closed.add(i);
      }
    }
    return closed;
  }
}
