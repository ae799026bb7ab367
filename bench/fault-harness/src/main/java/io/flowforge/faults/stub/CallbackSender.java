package io.flowforge.faults.stub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A careful caller of callback URLs: without a response, or with a 429 or a status of 500 or more,
 * it repeats the call at a random server until it is closed. Safe for use by many threads.
 */
final class CallbackSender implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final double SHARE_AT_ONCE = 0.3;
  private static final double SHARE_TWICE = 0.25;
  private static final int MAX_MILLIS_UNTIL_CALL = 3_000;
  private static final int MIN_PAUSE_MILLIS = 50;
  private static final int MAX_PAUSE_MILLIS = 500;

  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<FlowRecord.Callback> callbacks = new ConcurrentLinkedQueue<>();
  private volatile List<String> servers = List.of();

  /** Sets the base URLs of the servers, of which each takes every callback. */
  void callAt(List<String> urls) {
    servers = List.copyOf(urls);
  }

  List<FlowRecord.Callback> callbacks() {
    return List.copyOf(callbacks);
  }

  /**
   * Calls the URL once or twice, at once or later, without waiting for it.
   *
   * @param number the number of the call that passed the URL on
   */
  void callSoon(CalledStep step, String url, int number) {
    var random = new Random(url.hashCode() + number);
    int calls = random.nextDouble() < SHARE_TWICE ? 2 : 1;
    for (int call = 1; call <= calls; call++) {
      int millis = random.nextDouble() < SHARE_AT_ONCE ? 0 : random.nextInt(MAX_MILLIS_UNTIL_CALL);
      String value = "%s, call %d of number %d".formatted(step, call, number);
      var own = new Random(random.nextLong());
      Thread.ofVirtual()
          .name("callback")
          .start(() -> callAfter(millis, new FlowRecord.Callback(step, value, 0), url, own));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }

  private void callAfter(
      int millis, FlowRecord.Callback callback, String url, RandomGenerator random) {
    try {
      boolean isClosed = closed.await(millis, TimeUnit.MILLISECONDS);
      if (!isClosed) {
        callbacks.add(callback);
      }
      while (!isClosed && !hasFinalResponse(callback, url, random)) {
        isClosed =
            closed.await(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasFinalResponse(FlowRecord.Callback callback, String url, RandomGenerator random)
      throws InterruptedException {
    String server = servers.get(random.nextInt(servers.size()));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + URI.create(url).getRawPath()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"value\": \"" + callback.value() + "\"}"))
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      callbacks.add(new FlowRecord.Callback(callback.step(), callback.value(), status));
      return status < 500 && status != 429;
    } catch (IOException _) {
      // The server is down, frozen, or was killed after it had taken the call.
      return false;
    }
  }
}
