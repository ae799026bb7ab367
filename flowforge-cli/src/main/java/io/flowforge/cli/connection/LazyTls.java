package io.flowforge.cli.connection;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The default TLS of Java, set up at the first connection. An HTTP client sets it up at once, which
 * reads all trusted certificates and takes longer than a call without TLS.
 */
final class LazyTls extends SSLContextSpi {

  /** What an HTTP client uses of the defaults. */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private LazyTls() {}

  /** A context, which has a protected constructor. */
  private static final class Context extends SSLContext {

    Context(SSLContextSpi tls) {
      super(tls, null, "Default");
    }
  }

  static SSLContext context() {
    return new Context(new LazyTls());
  }

  private static SSLContext standard() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return standard().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return standard().createSSLEngine(host, port);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return standard().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return standard().getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return standard().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return standard().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return new SSLParameters(null, PROTOCOLS.clone());
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return standard().getSupportedSSLParameters();
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("the default TLS cannot be set up in another way");
  }
}
