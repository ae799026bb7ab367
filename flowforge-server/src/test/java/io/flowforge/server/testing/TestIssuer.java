package io.flowforge.server.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** An identity provider on this machine, which serves keys over HTTP and signs tokens with them. */
public final class TestIssuer implements AutoCloseable {

  public static final String AUDIENCE = "https://flowforge.test/api";

  private final HttpServer server;
  private final AtomicInteger keyRequests = new AtomicInteger();
  private final AtomicInteger otherRequests = new AtomicInteger();
  private volatile RSAKey key = newKey("key-1");
  private volatile String keysBody = "";
  private volatile int keysStatus = 200;
  private volatile String discoveryBody = "";
  private volatile int discoveryStatus = 200;
  private volatile String location = "";
  private volatile boolean trickles;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public TestIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, otherRequests, 404, "{}"));
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                otherRequests,
                discoveryStatus,
                discoveryBody.isEmpty() ? discovery(issuer(), jwksUri()) : discoveryBody));
    server.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(
              exchange,
              keyRequests,
              keysStatus,
              keysBody.isEmpty() ? new JWKSet(key).toString() : keysBody);
        });
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  public String jwksUri() {
    return issuer() + ".well-known/jwks.json";
  }

  public RSAKey key() {
    return key;
  }

  public int keyRequests() {
    return keyRequests.get();
  }

  public int otherRequests() {
    return otherRequests.get();
  }

  /** From now on signs with a new key, the only one that it names. */
  public void rotate() {
    key = newKey("key-" + (Integer.parseInt(key.getKeyID().substring(4)) + 1));
  }

  public void answerKeysWith(int status, String body) {
    keysStatus = status;
    keysBody = body;
  }

  /** Responds with this discovery document from now on. */
  public void answerDiscoveryWith(String body) {
    discoveryBody = body;
  }

  /** Responds to requests for the discovery document with this status from now on. */
  public void answerDiscoveryWith(int status) {
    discoveryStatus = status;
  }

  /** Redirects requests for the discovery document from now on. */
  public void redirectDiscovery(URI target) {
    discoveryStatus = 302;
    location = target.toString();
  }

  /** Redirects requests for the keys from now on. */
  public void redirectKeys(URI target) {
    keysStatus = 302;
    location = target.toString();
  }

  /** Sends a byte of the keys from time to time, and never ends, from now on. */
  public void trickleKeys() {
    trickles = true;
  }

  /** Returns a discovery document. */
  public static String discovery(String issuer, String jwksUri) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, jwksUri);
  }

  public void answerKeys() {
    answerKeysWith(200, "");
  }

  /** From now on keeps callers waiting for keys until what it returns is run. */
  public Runnable hold() {
    var held = new CountDownLatch(1);
    gate = held;
    return held::countDown;
  }

  public String tokenFor(Caller caller) {
    return tokenFor(caller.userId());
  }

  public String tokenFor(String subject) {
    return token(claims -> claims.subject(subject));
  }

  /** A good token for Mike, with these changes. */
  public String token(Consumer<JWTClaimsSet.Builder> changes) {
    return token(_ -> {}, changes);
  }

  public String token(Consumer<JWSHeader.Builder> header, Consumer<JWTClaimsSet.Builder> changes) {
    return signed(header(header), claims(changes), key);
  }

  public JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> changes) {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(AUDIENCE)
            .subject("auth0|mike")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(600)));
    changes.accept(claims);
    return claims.build();
  }

  public JWSHeader header(Consumer<JWSHeader.Builder> changes) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(key.getKeyID());
    changes.accept(header);
    return header.build();
  }

  public static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
    try {
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public Map<String, String> environment() {
    return Map.of("OIDC_ISSUER", issuer(), "OIDC_AUDIENCE", AUDIENCE);
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange, AtomicInteger count, int status, String body)
      throws IOException {
    try (exchange) {
      count.incrementAndGet();
      if (!location.isEmpty()) {
        exchange.getResponseHeaders().set("Location", location);
      }
      if (trickles && count == keyRequests) {
        trickle(exchange);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    // Ends when the client closes the connection, or the server stops.
    while (true) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
