package io.flowforge.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class LazyTlsTest {

  @Test
  void connectsLikeTheDefault() throws Exception {
    SSLEngine lazy = LazyTls.context().createSSLEngine("example.com", 443);
    SSLEngine standard = SSLContext.getDefault().createSSLEngine("example.com", 443);
    assertThat(lazy.getClass()).isEqualTo(standard.getClass());
    assertThat(lazy.getEnabledCipherSuites()).isEqualTo(standard.getEnabledCipherSuites());
    assertThat(lazy.getPeerHost()).isEqualTo("example.com");
    assertThat(LazyTls.context().getSocketFactory().getClass())
        .isEqualTo(SSLContext.getDefault().getSocketFactory().getClass());
  }

  @Test
  void anHttpClientHasTheSameParameters() {
    try (HttpClient lazy = HttpClient.newBuilder().sslContext(LazyTls.context()).build();
        HttpClient standard = HttpClient.newHttpClient()) {
      assertThat(lazy.sslParameters().getProtocols())
          .isEqualTo(standard.sslParameters().getProtocols());
      // The engine's own apply if none are named.
      assertThat(lazy.sslParameters().getCipherSuites()).isNull();
    }
  }
}
