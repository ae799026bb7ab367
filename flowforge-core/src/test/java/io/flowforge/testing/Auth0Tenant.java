package io.flowforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An Auth0 tenant on this machine that creates accounts, and that can be slow, busy or broken. */
public final class Auth0Tenant implements AutoCloseable {

  public static final String CONNECTION = "Username-Password-Authentication";

  private static final String TOKEN = "a-secret-token";
  private static final String BY_EMAIL = "/api/v2/users-by-email";
  private static final String USERS = "/api/v2/users";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, String> emailOf = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Deque<Reply> creations = new ArrayDeque<>();
  private final Deque<Reply> searches = new ArrayDeque<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private int holdAt = -1;
  private int created;

  /**
   * A reply in place of the usual one.
   *
   * @param isLate whether the work is done before it
   */
  public record Reply(int status, String body, Map<String, String> headers, boolean isLate) {

    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of(), false);
    }

    public static Reply busy(String header, String value) {
      return new Reply(
          429,
          "{\"statusCode\":429,\"error\":\"Too Many Requests\",\"errorCode\":\"too_many_requests\"}",
          Map.of(header, value),
          false);
    }
  }

  public Auth0Tenant() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/oauth/token", this::token);
    server.createContext(BY_EMAIL, this::search);
    server.createContext(USERS, this::users);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The settings of a command that creates users here. */
  public Map<String, String> environment() {
    return Map.of(
        "MANAGEMENT_API_URL", url(),
        "MANAGEMENT_API_CLIENT", "client",
        "MANAGEMENT_API_SECRET", "client-secret");
  }

  /** Creates an account as somebody else would. */
  public synchronized void has(String userId, String email) {
    emailOf.put(userId, email);
  }

  /** Returns the ids of the accounts, in the order of their creation. */
  public synchronized List<String> userIds() {
    return List.copyOf(emailOf.keySet());
  }

  /** Returns the calls, such as {@code create ada} and {@code search ada@example.com}. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public synchronized void replyToCreation(Reply... replies) {
    creations.addAll(List.of(replies));
  }

  public synchronized void replyToSearch(Reply... replies) {
    searches.addAll(List.of(replies));
  }

  /** From now on replies usually again. */
  public synchronized void recover() {
    creations.clear();
    searches.clear();
  }

  /** Does not reply to the creation with this number, counted from 0, until this is closed. */
  public synchronized void holdCreation(int number) {
    holdAt = number;
  }

  /** Waits until that creation has been asked for. */
  public void awaitHeld() throws InterruptedException {
    held.await();
  }

  /** Replies to the creation that was held. */
  public void letGo() {
    release.countDown();
  }

  @Override
  public void close() {
    release.countDown();
    server.stop(0);
  }

  private void token(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    send(exchange, Reply.of(200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":86400}"));
  }

  private void search(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String email =
        URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8);
    ArrayNode found = json.createArrayNode();
    Reply forced;
    synchronized (this) {
      calls.add("search " + email);
      forced = searches.poll();
      emailOf.forEach(
          (id, known) -> {
            if (known.equals(email)) {
              found.add(shape(id, known));
            }
          });
    }
    send(exchange, forced == null ? Reply.of(200, found.toString()) : forced);
  }

  private void users(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      create(exchange);
      return;
    }
    String path = exchange.getRequestURI().getRawPath();
    String id = URLDecoder.decode(path.substring(USERS.length() + 1), StandardCharsets.UTF_8);
    String email;
    synchronized (this) {
      calls.add("get " + id);
      email = emailOf.get(id);
    }
    send(
        exchange,
        email == null
            ? error(404, "inexistent_user", "")
            : Reply.of(200, shape(id, email).toString()));
  }

  private void create(HttpExchange exchange) throws IOException {
    JsonNode body = json.readTree(exchange.getRequestBody());
    Reply reply;
    boolean isHeld;
    synchronized (this) {
      calls.add("create " + body.path("user_id").asText());
      isHeld = created == holdAt;
      Reply forced = creations.poll();
      reply = forced != null && !forced.isLate() ? forced : made(body);
      reply = forced == null ? reply : forced;
    }
    if (isHeld) {
      hold();
    }
    send(exchange, reply);
  }

  private void hold() {
    held.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply made(JsonNode body) {
    String id = "auth0|" + body.path("user_id").asText();
    String email = body.path("email").asText().toLowerCase(Locale.ROOT);
    if (!body.path("connection").asText().equals(CONNECTION)) {
      return error(400, "inexistent_connection", "The connection does not exist.");
    }
    if (body.path("password").asText().length() < 8) {
      return error(400, "invalid_body", "PasswordStrengthError: Password is too weak");
    }
    if (emailOf.containsKey(id) || emailOf.containsValue(email)) {
      return error(409, "auth0_idp_error", "The user already exists.");
    }
    emailOf.put(id, email);
    created++;
    return Reply.of(201, shape(id, email).toString());
  }

  private static Reply error(int status, String code, String message) {
    return Reply.of(
        status,
        "{\"statusCode\":%d,\"errorCode\":\"%s\",\"message\":\"%s\"}"
            .formatted(status, code, message));
  }

  private ObjectNode shape(String id, String email) {
    ObjectNode user = json.createObjectNode().put("user_id", id).put("email", email);
    user.putArray("identities").addObject().put("connection", CONNECTION).put("provider", "auth0");
    return user;
  }

  private void send(HttpExchange exchange, Reply usual) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      boolean isToken = exchange.getRequestURI().getPath().equals("/oauth/token");
      Reply reply =
          isToken || ("Bearer " + TOKEN).equals(authorization) ? usual : error(401, "", "");
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
