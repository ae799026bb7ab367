package io.flowforge.faults.soak;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A supervisor that asks both ports whether the server is alive. */
final class ProbeWatch implements Runnable {

  private static final Duration PERIOD = Duration.ofMillis(500);

  /** The time that supervisors usually wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longer, so that a server that is only slow is told from one that does not answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final List<String> urls;
  private final Calls probes;
  private final Queue<String> slowProbes = new ConcurrentLinkedQueue<>();

  ProbeWatch(HttpClient http, List<String> urls, Calls probes) {
    this.http = http;
    this.urls = urls;
    this.probes = probes;
  }

  /** Returns the probes so far that a supervisor would not have waited for. */
  List<String> slowProbes() {
    return List.copyOf(slowProbes);
  }

  /** Asks until the thread is interrupted. */
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (String url : urls) {
          probe(url);
        }
        Wait.pass(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(String url) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                  BodyHandlers.discarding())
              .statusCode();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      if (took.compareTo(PATIENCE) > 0) {
        slowProbes.add(url + ": " + took.toMillis() + " ms");
      }
      if (status == 200) {
        probes.succeeded(url, took);
      } else {
        probes.failed(url, Integer.toString(status));
      }
    } catch (IOException e) {
      probes.failed(url, e.toString());
    }
  }
}
