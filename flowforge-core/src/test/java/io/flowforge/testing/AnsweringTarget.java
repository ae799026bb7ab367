package io.flowforge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP service on this machine that decides about each answer; it keeps what it was sent. */
public final class AnsweringTarget implements AutoCloseable {

  /**
   * An answer.
   *
   * @param missing how many bytes of the body are announced, but never come
   */
  public record Answer(int status, Map<String, String> headers, String body, int missing) {

    /** An answer with a body, and with headers that are given as names and values in turn. */
    public static Answer of(int status, String body, String... headers) {
      Map<String, String> byName = new LinkedHashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        byName.put(headers[i], headers[i + 1]);
      }
      return new Answer(status, byName, body, 0);
    }

    public Answer cutOff() {
      return new Answer(status, headers, body, 10);
    }
  }

  private final HttpServer server;
  private final List<Target.Call> calls = new CopyOnWriteArrayList<>();
  private final Function<Target.Call, Answer> answers;

  public AnsweringTarget(Function<Target.Call, Answer> answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  public List<Target.Call> calls() {
    return calls;
  }

  /** Returns the methods and paths of the calls, in order. */
  public List<String> lines() {
    return calls.stream().map(call -> call.method() + " " + call.uri()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var call =
          new Target.Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              sent,
              exchange.getRemoteAddress().getPort());
      calls.add(call);
      Answer answer = answers.apply(call);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      long length = (long) body.length + answer.missing();
      exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
      if (length > 0) {
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
      }
    }
  }
}
