package io.flowforge.server.edge;

import io.flowforge.server.edge.client.Wire;
import io.helidon.common.socket.PeerInfo;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/** The client of a connection. For use by the connection's thread. */
public final class EdgePeer implements PeerInfo {

  private final PeerInfo accepted;
  private final Wire wire;

  EdgePeer(PeerInfo accepted, Wire wire) {
    this.accepted = accepted;
    this.wire = wire;
  }

  /**
   * Returns whether the client has closed the connection, while a response is written that lasts:
   * otherwise nobody would notice until the system refuses to send.
   */
  public boolean hasLeft() {
    return wire.hasPeerLeft();
  }

  @Override
  public SocketAddress address() {
    return accepted.address();
  }

  @Override
  public String host() {
    return accepted.host();
  }

  @Override
  public int port() {
    return accepted.port();
  }

  @Override
  public Optional<Principal> tlsPrincipal() {
    return accepted.tlsPrincipal();
  }

  @Override
  public Optional<Certificate[]> tlsCertificates() {
    return accepted.tlsCertificates();
  }
}
