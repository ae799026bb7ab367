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
  private volatile int status = 200;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public Target() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/call";
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
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              body,
              exchange.getRemoteAddress().getPort()));
      gate.await();
      byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
      Integer turn = turns.poll();
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(turn == null ? status : turn, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
