package io.flowforge.faults.soak;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The heap of the server after full collections, as its metrics tell it. */
final class HeapWatch {

  private static final String METRIC = "jvm_gc_live_data_size_bytes ";
  private static final Duration NOTIFICATION_TIME = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;
  private static final long MEBIBYTE = 1024 * 1024;

  /** The growth of the heap that is allowed between the first and the last third of the run. */
  private static final long MAX_GROWTH_MEGABYTES = 24;

  private final HttpClient http;
  private final String managementUrl;
  private final long pid;
  private final List<Long> megabytes = new ArrayList<>();

  HeapWatch(HttpClient http, String managementUrl, long pid) {
    this.http = http;
    this.managementUrl = managementUrl;
    this.pid = pid;
  }

  /**
   * Collects all garbage of the server, and returns what is left in MiB.
   *
   * @throws IOException if that fails three times; a JVM under attack may be too slow for jcmd
   */
  long measure() throws IOException, InterruptedException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return measureOnce();
      } catch (IOException _) {
        // The next attempt tells what is wrong, if that lasts.
        Wait.pass(NOTIFICATION_TIME);
      }
    }
    return measureOnce();
  }

  private long measureOnce() throws IOException, InterruptedException {
    Process collection =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new IOException("jcmd ended with " + collection.exitValue());
    }
    // The metric is set by a notification, and the text may be a little older.
    Wait.pass(NOTIFICATION_TIME);
    String metrics =
        http.send(
                HttpRequest.newBuilder(URI.create(managementUrl + "/metrics"))
                    .timeout(Duration.ofSeconds(30))
                    .build(),
                BodyHandlers.ofString())
            .body();
    long left =
        metrics
                .lines()
                .filter(line -> line.startsWith(METRIC))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + METRIC))
            / MEBIBYTE;
    megabytes.add(left);
    return left;
  }

  /** Returns all measurements so far. */
  List<Long> measurements() {
    return List.copyOf(megabytes);
  }

  /** Returns whether the heap of the last third is about as large as that of the first. */
  boolean isFlat() {
    int third = megabytes.size() / 3;
    return third == 0
        || max(megabytes.subList(megabytes.size() - third, megabytes.size()))
            <= max(megabytes.subList(0, third)) + MAX_GROWTH_MEGABYTES;
  }

  private static long max(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
