package io.flowforge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.identity.Auth0Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on this machine that has records of people, in the shape of Auth0. */
public final class FakeAuth0 implements AutoCloseable {

  public static final String SECRET = "s3cret&+=";

  private static final String USERS = "/api/v2/users/";

  private final HttpServer server;
  private final Map<String, String> recordOf = new ConcurrentHashMap<>();
  private final List<String> tokenForms = new CopyOnWriteArrayList<>();
  private final List<String> userPaths = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile boolean isRevoked;
  private volatile Answer tokenAnswer = Answer.USUAL;
  private volatile Answer userAnswer = Answer.USUAL;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private record Answer(int status, String body) {
    static final Answer USUAL = new Answer(0, "");
  }

  public FakeAuth0() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/oauth/token", this::token);
    server.createContext(USERS, this::user);
    server.start();
  }

  public Auth0Settings settings() {
    return new Auth0Settings(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
        "the client",
        SECRET,
        "https://fake/api/v2/");
  }

  /** From now on has a record of that person. */
  public void know(String userId, String email, String provider) {
    know(
        userId,
        """
        {"user_id": "%s", "email": "%s", "name": "Whoever",
         "identities": [{"provider": "%s", "user_id": "1"}, {"provider": "other"}]}
        """
            .formatted(userId, email, provider));
  }

  /** From now on answers with this record of that person. */
  public void know(String userId, String json) {
    recordOf.put(userId, json);
  }

  /** From now on answers this to whoever wants a token. */
  public void answerTokensWith(int status, String body) {
    tokenAnswer = new Answer(status, body);
  }

  /** From now on answers this to whoever asks for a user. */
  public void answerUsersWith(int status, String body) {
    userAnswer = new Answer(status, body);
  }

  /** From now on takes none of the tokens that it has handed out. */
  public void revoke() {
    isRevoked = true;
  }

  /** From now on keeps callers waiting until what it returns is run. */
  public Runnable hold() {
    var held = new CountDownLatch(1);
    gate = held;
    return held::countDown;
  }

  /** The bodies of the requests for tokens. */
  public List<String> tokenForms() {
    return tokenForms;
  }

  /** The raw paths of the requests for users. */
  public List<String> userPaths() {
    return userPaths;
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }

  private void token(HttpExchange exchange) throws IOException {
    tokenForms.add(
        exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    isRevoked = false;
    String token = "token-" + tokens.incrementAndGet();
    answer(
        exchange,
        tokenAnswer,
        new Answer(
            200, "{\"access_token\":\"" + token + "\",\"expires_in\":86400,\"scope\":\"x\"}"));
  }

  private void user(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    userPaths.add(path);
    String id = URLDecoder.decode(path.substring(USERS.length()), StandardCharsets.UTF_8);
    String expected = "Bearer token-" + tokens.get();
    boolean isLetIn =
        !isRevoked && expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String known = recordOf.get(id);
    answer(
        exchange,
        userAnswer,
        !isLetIn
            ? new Answer(401, "{}")
            : known == null ? new Answer(404, "{}") : new Answer(200, known));
  }

  private void answer(HttpExchange exchange, Answer forced, Answer usual) throws IOException {
    try (exchange) {
      gate.await();
      Answer answer = forced.equals(Answer.USUAL) ? usual : forced;
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
