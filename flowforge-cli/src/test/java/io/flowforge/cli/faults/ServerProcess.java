package io.flowforge.cli.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server of the cluster: a process at a port of its own, whatever has become of the last. */
final class ServerProcess implements AutoCloseable {

  private static final Duration TIME_TO_START = Duration.ofSeconds(60);

  /** More than a server may take to finish calls, and then steps in flight. */
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(60);

  private final String name;
  private final int port;
  private final Map<String, String> environment;
  private final Path log;
  private final HttpClient http;
  private volatile @Nullable Process process;

  ServerProcess(
      String name, int port, Map<String, String> environment, Path directory, HttpClient http) {
    this.name = name;
    this.port = port;
    this.environment = new HashMap<>(environment);
    this.environment.put("FLOWFORGE_PORT", Integer.toString(port));
    this.log = directory.resolve(name + ".log");
    this.http = http;
  }

  String name() {
    return name;
  }

  /** Without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  long pid() {
    return running().pid();
  }

  /** Starts it, as a supervisor does: again and again until it serves. */
  void start(Duration clockShift) {
    long end = System.nanoTime() + TIME_TO_START.toNanos();
    launch(clockShift);
    while (!isServing()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(name + " does not start, see " + log);
      }
      if (!running().isAlive()) {
        launch(clockShift);
      }
      Time.pass(Duration.ofMillis(50));
    }
  }

  void start() {
    start(Duration.ZERO);
  }

  /** As {@code kill -9} does. */
  void kill() {
    running().destroyForcibly().onExit().join();
  }

  /** As SIGTERM does, and waits for the end; kills it when it does not come. */
  void stop() {
    Process stopping = running();
    stopping.toHandle().destroy();
    try {
      if (!stopping.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException(name + " does not stop, see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As SIGSTOP does, until the result is closed. */
  Freeze freeze() {
    return Freeze.of(pid());
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private void launch(Duration clockShift) {
    process = ChildJvm.start(ServerMain.class, environment, log, clockShift.toString());
  }

  private boolean isServing() {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url() + "/api/healthcheck"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " starts", e);
    }
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return running;
  }
}
