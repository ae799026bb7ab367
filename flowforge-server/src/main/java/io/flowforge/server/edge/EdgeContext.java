package io.flowforge.server.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The context of a connection, with the edge's reader and writer for Helidon's parser. */
record EdgeContext(
    ConnectionContext accepted, DataReader dataReader, DataWriter dataWriter, PeerInfo remotePeer)
    implements ConnectionContext {

  @Override
  public ListenerContext listenerContext() {
    return accepted.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return accepted.executor();
  }

  @Override
  public Router router() {
    return accepted.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return accepted.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return accepted.serverSocket();
  }

  @Override
  public PeerInfo localPeer() {
    return accepted.localPeer();
  }

  @Override
  public boolean isSecure() {
    return accepted.isSecure();
  }

  @Override
  public String socketId() {
    return accepted.socketId();
  }

  @Override
  public String childSocketId() {
    return accepted.childSocketId();
  }
}
