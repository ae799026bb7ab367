package io.flowforge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An HTTP service on this machine that steps can call; it keeps what it was sent. */
public final class Target implements AutoCloseable {

  /**
   * What a call brought.
   *
   * @param port the caller's end of the connection
   */
  public record Call(
      String method, String uri, Map<String, List<String>> headers, String body, int port) {

    /** The only value of a header. */
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Queue<Integer> turns = new ConcurrentLinkedQueue<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final Map<String, Redirect> redirects = new ConcurrentHashMap<>();
  private volatile int status = 200;
  private volatile String body = "{}";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private record Redirect(int status, String location) {}

  public Target() {
    this("127.0.0.1");
  }

  /** A target at another loopback address. */
  public Target(String address) {
    try {
      // By default, fewer connections may wait to be accepted than some tests open at once.
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return url("/call");
  }

  /** The address of another path. */
  public String url(String path) {
    InetSocketAddress address = server.getAddress();
    return "http://%s:%d%s"
        .formatted(address.getAddress().getHostAddress(), address.getPort(), path);
  }

  /** From now on sends callers of the path elsewhere. */
  public void redirect(String path, int code, String location) {
    redirects.put(path, new Redirect(code, location));
  }

  /** From now on answers with this body. */
  public void answerWithBody(String text) {
    body = text;
  }

  public List<Call> calls() {
    return calls;
  }

  /** From now on answers with this status. */
  public void answerWith(int code) {
    status = code;
  }

  /** Answers the next calls with these statuses, one after another; then as before. */
  public void answerInTurn(Integer... codes) {
    turns.addAll(List.of(codes));
  }

  /** From now on answers with that header, too. */
  public void answerWithHeader(String name, String value) {
    headers.put(name, value);
  }

  /** From now on keeps callers waiting until what it returns is run. */
  public Runnable hold() {
    var held = new CountDownLatch(1);
    gate = held;
    return held::countDown;
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              sent,
              exchange.getRemoteAddress().getPort()));
      gate.await();
      byte[] answer = body.getBytes(StandardCharsets.UTF_8);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(statusOf(exchange), answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int statusOf(HttpExchange exchange) {
    Redirect redirect = redirects.get(exchange.getRequestURI().getPath());
    if (redirect != null) {
      exchange.getResponseHeaders().set("Location", redirect.location());
      return redirect.status();
    }
    Integer turn = turns.poll();
    return turn == null ? status : turn;
  }
}
