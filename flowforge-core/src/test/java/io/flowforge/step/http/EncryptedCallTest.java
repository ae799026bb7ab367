package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.step.StepOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification of certificates and host names, with and without a trust store of the operator. */
class EncryptedCallTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String NOT_TRUSTED = "failed: the certificate of the host is not trusted";

  private Path keys;
  private HttpsServer server;

  /** Starts a server with a self-signed certificate for the name localhost. */
  @BeforeEach
  void startServer(@TempDir Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    keys = folder.resolve("keys.p12");
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-keystore",
            keys.toString(),
            "-storepass",
            "changeit");
    assertThat(new ProcessBuilder(keytool).start().waitFor()).isZero();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    // The other tests of this JVM run without them.
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  @Test
  void anUntrustedCertificateIsRefused() throws InterruptedException {
    assertThat(call("localhost"))
        .isEqualTo(new StepOutcome.Failed("GET %s %s".formatted(url("localhost"), NOT_TRUSTED)));
  }

  @Test
  void aCertificateThatTheOperatorTrustsIsAccepted() throws InterruptedException {
    trustItsOwner();

    assertThat(call("localhost")).isEqualTo(new StepOutcome.Completed());
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws InterruptedException {
    trustItsOwner();

    assertThat(StepCaller.reason(call("127.0.0.1"))).endsWith(NOT_TRUSTED);
  }

  /** A restarting load balancer, for example, says nothing about its certificate. */
  @Test
  void aHandshakeThatIsCutShortIsALostConnection() throws IOException, InterruptedException {
    try (var closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var caller = new StepCaller()) {
      Thread.ofVirtual().start(() -> hangUp(closing));

      assertThat(caller.get("https://localhost:%d/".formatted(closing.getLocalPort())))
          .isInstanceOfSatisfying(
              StepOutcome.AttemptFailed.class,
              failed -> {
                assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION);
                assertThat(failed.reason())
                    .endsWith("failed: Remote host terminated the handshake");
              });
    }
  }

  /** Reads first, so that the caller sees the end of the stream and not a reset. */
  private static void hangUp(ServerSocket server) {
    try (Socket socket = server.accept()) {
      int first = socket.getInputStream().read();
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      assertThat(first).isNotNegative();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void trustItsOwner() {
    System.setProperty(TRUST_STORE, keys.toString());
    System.setProperty(TRUST_STORE_PASSWORD, "changeit");
  }

  private StepOutcome call(String host) throws InterruptedException {
    try (var caller = new StepCaller()) {
      return caller.get(url(host));
    }
  }

  private String url(String host) {
    return "https://%s:%d/".formatted(host, server.getAddress().getPort());
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "changeit".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
