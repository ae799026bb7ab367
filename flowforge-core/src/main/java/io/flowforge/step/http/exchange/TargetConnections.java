package io.flowforge.step.http.exchange;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;

/** Builds the pool of connections to targets. */
public final class TargetConnections extends PoolingHttpClientConnectionManagerBuilder {

  private TargetConnections() {}

  /**
   * Begins to build the pool.
   *
   * @param limits of what a target sends
   */
  public static PoolingHttpClientConnectionManagerBuilder within(Http1Config limits) {
    return new TargetConnections().setConnectionFactory(_ -> new TargetConnection(limits));
  }

  /** Sockets with channels, which {@link TargetConnection} needs. There is no proxy. */
  @Override
  protected HttpClientConnectionOperator createConnectionOperator(
      SchemePortResolver ports, DnsResolver addresses, TlsSocketStrategy encryption) {
    return new DefaultHttpClientConnectionOperator(
        _ -> socket(),
        ports,
        addresses,
        RegistryBuilder.<TlsSocketStrategy>create()
            .register(URIScheme.HTTPS.id, encryption)
            .build());
  }

  private static Socket socket() throws IOException {
    return SocketChannel.open().socket();
  }
}
