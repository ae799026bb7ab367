package io.flowforge.load.fairness;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service that the steps of several organizations call. It notes who calls and when; calls of
 * one path are answered at once, those of the other when this is closed.
 */
final class SharedTarget implements AutoCloseable {

  private final CountDownLatch isClosing = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> callers = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> firstCalls = new ConcurrentHashMap<>();
  private final WebServer server =
      WebServer.builder()
          .host("127.0.0.1")
          .port(0)
          .routing(
              routing -> routing.post("/prompt/{name}", this::prompt).post("/hang", this::hang))
          .build()
          .start();

  String hangingUrl() {
    return "http://127.0.0.1:" + server.port() + "/hang";
  }

  String promptUrl(String caller) {
    return "http://127.0.0.1:" + server.port() + "/prompt/" + caller;
  }

  /** Returns how many calls hang. */
  int hangingCalls() {
    return hanging.get();
  }

  /** Returns the callers of the calls that are answered at once, in order. */
  List<String> callers() {
    return List.copyOf(callers);
  }

  void forgetCallers() {
    callers.clear();
    firstCalls.clear();
  }

  /** Returns when the caller has first called, in nanoseconds of the machine, or 0. */
  long firstCallOf(String caller) {
    return firstCalls.getOrDefault(caller, 0L);
  }

  @Override
  public void close() {
    isClosing.countDown();
    server.stop();
  }

  private void prompt(ServerRequest request, ServerResponse response) {
    long now = System.nanoTime();
    String caller = request.path().pathParameters().get("name");
    callers.add(caller);
    firstCalls.putIfAbsent(caller, now);
    response.send("{}");
  }

  private void hang(ServerRequest request, ServerResponse response) {
    hanging.incrementAndGet();
    try {
      isClosing.await();
      response.send("{}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hanging.decrementAndGet();
    }
  }
}
