package io.flowforge.server.edge;

import io.flowforge.server.edge.client.AcceptedSockets;
import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.WaitClock;
import io.flowforge.server.edge.client.Watchdog;
import io.flowforge.server.edge.client.Wire;
import io.flowforge.server.edge.request.HeadLimits;
import io.flowforge.server.edge.request.Input;
import io.flowforge.server.edge.request.LineMemory;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The edge between the sockets of a listener and Helidon's parser. It must be the only connection
 * selector of the listener, which must also use its {@link #socketOptions()}.
 */
public final class Edge implements ServerConnectionSelector {

  private final HeadLimits limits;
  private final ClientTimes times;
  private final AcceptedSockets sockets;
  private final Watchdog watchdog;
  private final ServerConnectionSelector parser;
  private final AtomicLong lineBytesLeft;
  private final LongSupplier nanoTime;

  /**
   * Creates the edge of one listener.
   *
   * @param maxLineBytes the memory that the unusually large heads of all connections may occupy
   * @param http1 the configuration of Helidon's parser; its limits must leave room for the headers
   *     that the edge adds
   * @param maxConnections the limit of the listener; once it is reached, the connections that keep
   *     the server waiting for the longest time are closed
   */
  public Edge(
      HeadLimits limits,
      ClientTimes times,
      int maxConnections,
      long maxLineBytes,
      Http1Config http1) {
    this.limits = limits;
    this.times = times;
    sockets = new AcceptedSockets();
    lineBytesLeft = new AtomicLong(maxLineBytes);
    watchdog = new Watchdog(times, maxConnections);
    parser = Http1ConnectionSelector.builder().config(http1).build();
    nanoTime = System::nanoTime;
  }

  /**
   * Creates an edge that takes the place of another one of the same listener.
   *
   * @param nanoTime measures how long clients make the server wait
   */
  Edge(Edge other, LongSupplier nanoTime) {
    limits = other.limits;
    times = other.times;
    sockets = other.sockets;
    watchdog = other.watchdog;
    parser = other.parser;
    lineBytesLeft = other.lineBytesLeft;
    this.nanoTime = nanoTime;
  }

  /** Returns the options of accepted connections. */
  public SocketOptions socketOptions() {
    return sockets;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return parser.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return parser.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext accepted) {
    var clock = new WaitClock(times, nanoTime);
    var wire = new Wire(sockets.take(accepted.remotePeer().address()), clock);
    var exchange = new Exchange();
    var memory = new LineMemory(lineBytesLeft);
    var requests = new RequestBytes(new Input(wire::read), limits, memory, exchange, clock);
    var responses = new ResponseBytes(wire::write, exchange, clock);
    var peer = new EdgePeer(accepted.remotePeer(), wire);
    var context = new EdgeContext(accepted, new DataReader(requests), responses, peer);
    return new EdgeConnection(parser.connection(context), wire, memory, watchdog);
  }
}
