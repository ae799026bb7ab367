package io.flowforge.server.http;

import io.helidon.common.socket.SocketOptions;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The options of accepted sockets, with a read timeout. Helidon 4.3 has an option of that name, but
 * applies it to clients only: a client that announces a body and sends none would count as a
 * concurrent request forever.
 */
record ReadTimeoutOptions(SocketOptions others, Duration readTimeout) implements SocketOptions {

  static ReadTimeoutOptions of(Duration readTimeout) {
    return new ReadTimeoutOptions(SocketOptions.builder().tcpNoDelay(true).build(), readTimeout);
  }

  @Override
  public void configureSocket(Socket socket) {
    others.configureSocket(socket);
    try {
      socket.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
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
