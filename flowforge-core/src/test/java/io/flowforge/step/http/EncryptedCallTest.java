package io.flowforge.step.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.step.StepOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verification of certificates and host names, with and without a trust store of the operator; and
 * whether an encrypted connection is used again.
 */
class EncryptedCallTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String NOT_TRUSTED = "failed: the certificate of the host is not trusted";

  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
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
          clients.add(exchange.getRemoteAddress());
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

  @Test
  void aConnectionIsUsedAgain() throws InterruptedException {
    trustItsOwner();
    try (var caller = new StepCaller()) {
      for (int i = 0; i < 3; i++) {
        assertThat(caller.get(url("localhost"))).isEqualTo(new StepOutcome.Completed());
      }
    }
    assertThat(clients).hasSize(1);
  }

  /** POST, because a request that the target has read would not be sent again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatTheTargetHasClosedIsNotUsedAgain(boolean isGraceful)
      throws IOException, GeneralSecurityException, InterruptedException {
    trustItsOwner();
    var closed = new Semaphore(0);
    try (var listener = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
        var caller = new StepCaller()) {
      SSLSocketFactory encryption = context().getSocketFactory();
      Thread.ofVirtual()
          .start(
              () -> {
                for (int number = 0; number < 3; number++) {
                  answerOnce(listener, encryption, isGraceful);
                  closed.release();
                }
              });
      for (int i = 0; i < 3; i++) {
        assertThat(
                caller.execute(
                    """
                    {"method": "POST", "url": "https://localhost:%d/"}
                    """
                        .formatted(listener.getLocalPort()),
                    "{}"))
            .isEqualTo(new StepOutcome.Completed());
        closed.acquire();
      }
    }
  }

  /** Answers the first request of a connection, and closes it without having announced that. */
  private static void answerOnce(
      ServerSocket listener, SSLSocketFactory encryption, boolean isGraceful) {
    try (Socket socket = listener.accept()) {
      Socket encrypted = encryption.createSocket(socket, null, false);
      var request = new BufferedReader(new InputStreamReader(encrypted.getInputStream(), US_ASCII));
      String line = request.readLine();
      while (line != null && !line.isEmpty()) {
        line = request.readLine();
      }
      encrypted.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
      if (isGraceful) {
        encrypted.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
