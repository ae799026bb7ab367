package io.flowforge.server.signup;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.server.testing.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** An issuer on this machine of which every URL and every response can be chosen. */
final class ScriptedIssuer implements AutoCloseable {

  static final String AUDIENCE = "flowforge";

  private static final RSAKey KEY = TestIssuer.newKey("key-1");

  private final HttpServer server;
  private final String path;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile String refused = "";

  /** A response; a negative status is none, and 0 is one that never ends. */
  record Reply(int status, String contentType, String body, String location) {

    static Reply json(String body) {
      return new Reply(200, "application/json", body, "");
    }

    static Reply status(int status) {
      return new Reply(status, "application/json", "{}", "");
    }

    static Reply silence() {
      return status(-1);
    }

    static Reply endless() {
      return status(0);
    }
  }

  /**
   * Starts an issuer.
   *
   * @param path what follows the host in its name, such as {@code /realms/acme}
   */
  ScriptedIssuer(String path) {
    this.path = path;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::respond);
    server.start();
  }

  /** Starts an issuer with the usual endpoints. */
  static ScriptedIssuer usual() {
    var issuer = new ScriptedIssuer("/");
    issuer.discovery(issuer.base() + "/userinfo");
    issuer.reply("/keys", Reply.json(issuer.keys()));
    return issuer;
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String issuer() {
    return base() + path;
  }

  /** From now on names the endpoint in its discovery document. */
  void discovery(String userinfo) {
    discovery(
        """
        {"issuer": "%s", "jwks_uri": "%s/keys", "userinfo_endpoint": "%s"}
        """
            .formatted(issuer(), base(), userinfo),
        Reply::json);
  }

  void discovery(String body, Function<String, Reply> reply) {
    String slash = path.endsWith("/") ? "" : "/";
    reply(path + slash + ".well-known/openid-configuration", reply.apply(body));
  }

  /** From now on responds this on the path. */
  void reply(String onPath, Reply reply) {
    replies.put(onPath, reply);
  }

  /** From now on says this about everybody. */
  void userinfo(Reply reply) {
    reply("/userinfo", reply);
  }

  /** From now on says this about everybody, whose sub it adds. */
  void userinfo(String subject, String claims) {
    userinfo(Reply.json("{\"sub\": \"%s\", %s}".formatted(subject, claims)));
  }

  /** From now on refuses this token at userinfo, as one without the scope openid. */
  void refuse(String token) {
    refused = "Bearer " + token;
  }

  /** From now on keeps callers of userinfo waiting until what it returns is run. */
  Runnable hold() {
    var held = new CountDownLatch(1);
    gate = held;
    return held::countDown;
  }

  /** Returns the calls, such as {@code /userinfo Bearer x}. */
  List<String> calls(String onPath) {
    return calls.stream().filter(call -> call.startsWith(onPath + " ")).toList();
  }

  String keys() {
    return "{\"keys\": [%s]}".formatted(KEY.toPublicJWK().toJSONString());
  }

  /** Returns the public key with these members in place of those of a library. */
  String key(String members) {
    return """
        {"kty": "RSA", "kid": "key-1", "n": "%s", "e": "%s", %s}
        """
        .formatted(KEY.getModulus(), KEY.getPublicExponent(), members);
  }

  /** Returns a valid token with more claims. */
  String token(String subject, Consumer<JWTClaimsSet.Builder> more) {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(AUDIENCE)
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(600)));
    more.accept(claims);
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(KEY.getKeyID())
            .build();
    return TestIssuer.signed(header, claims.build(), KEY);
  }

  @Override
  public void close() {
    gate.countDown();
    closed.countDown();
    server.stop(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      calls.add(asked + " " + authorization);
      if (asked.endsWith("/userinfo")) {
        gate.await();
        if (refused.equals(authorization)) {
          send(exchange, Reply.status(403));
          return;
        }
      }
      send(exchange, replies.getOrDefault(asked, Reply.status(404)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
    if (reply.status() < 0) {
      closed.await();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    if (!reply.location().isEmpty()) {
      exchange.getResponseHeaders().set("Location", reply.location());
    }
    if (reply.status() == 0) {
      trickle(exchange);
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    boolean hasBody = reply.status() != 204;
    exchange.sendResponseHeaders(reply.status(), hasBody ? bytes.length : -1);
    if (hasBody) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    // Ends when the client closes the connection, or the server stops.
    while (closed.getCount() > 0) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
