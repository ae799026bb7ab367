package io.flowforge.server.edge.client;

import io.helidon.common.socket.SocketOptions;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of accepted sockets. Helidon passes each accepted socket only to these options, so
 * they keep it until its connection takes it. Thread-safe.
 */
public final class AcceptedSockets implements SocketOptions {

  /** A limit on what the system buffers for a client that does not read; otherwise megabytes. */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private final SocketOptions others =
      SocketOptions.builder().tcpNoDelay(true).socketSendBufferSize(SEND_BUFFER_BYTES).build();
  private final Map<SocketAddress, Socket> waiting = new ConcurrentHashMap<>();

  /** Removes and returns the socket that is connected to this peer. */
  public Socket take(SocketAddress peer) {
    Socket socket = waiting.remove(peer);
    if (socket == null) {
      throw new IllegalStateException("no socket was accepted from " + peer);
    }
    return socket;
  }

  @Override
  public void configureSocket(Socket socket) {
    others.configureSocket(socket);
    waiting.put(socket.getRemoteSocketAddress(), socket);
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return others.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return others.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return others.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return others.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return others.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return others.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return others.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return others.tcpNoDelay();
  }
}
