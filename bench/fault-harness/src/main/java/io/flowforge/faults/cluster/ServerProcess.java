package io.flowforge.faults.cluster;

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

/** A server of the cluster: a process on a fixed port that can be killed and restarted. */
public final class ServerProcess implements AutoCloseable {

  /** For busy machines: a start takes seconds, and a multiple of that beside other builds. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  /** More than a server may take to finish calls, and then steps in flight. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final String name;
  private final int port;
  private final int managementPort;
  private final Map<String, String> environment;
  private final Path log;
  private final HttpClient http;
  private volatile Program program;
  private volatile @Nullable Process process;

  ServerProcess(
      String name,
      int port,
      int managementPort,
      Program program,
      Map<String, String> environment,
      Path directory,
      HttpClient http) {
    this.name = name;
    this.port = port;
    this.managementPort = managementPort;
    this.program = program;
    this.environment = new HashMap<>(environment);
    this.environment.put("FLOWFORGE_PORT", Integer.toString(port));
    this.environment.put("FLOWFORGE_MANAGEMENT_PORT", Integer.toString(managementPort));
    this.log = directory.resolve(name + ".log");
    this.http = http;
  }

  /** Returns the base URL, without a trailing slash. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the base URL of probes and metrics, without a trailing slash. */
  public String managementUrl() {
    return "http://127.0.0.1:" + managementPort;
  }

  public long pid() {
    return running().pid();
  }

  /** Starts the server with a shifted clock, again and again until it serves, as supervisors do. */
  public void start(Duration clockShift) {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    launch(clockShift);
    while (!isServing()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(name + " does not start; see " + log);
      }
      if (!running().isAlive()) {
        launch(clockShift);
      }
      Wait.pass(POLL_INTERVAL);
    }
  }

  /** Starts the server with the machine's clock. */
  public void start() {
    start(Duration.ZERO);
  }

  /** Stops the server with SIGTERM, and starts another build in its place. */
  public void replaceWith(Program next) {
    stop();
    program = next;
    start();
  }

  /** Returns whether the process that was started last is still running. */
  public boolean isAlive() {
    return running().isAlive();
  }

  /** Kills the server ({@code kill -9}). */
  public void kill() {
    running().destroyForcibly().onExit().join();
  }

  /** Stops the server with SIGTERM and waits for its end; kills it after a timeout. */
  public void stop() {
    Process stopping = running();
    stopping.toHandle().destroy();
    try {
      if (!stopping.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException(name + " does not stop; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Freezes the server (SIGSTOP) until the result is closed. */
  public Freeze freeze() {
    return Freeze.of(pid());
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private void launch(Duration clockShift) {
    process =
        ChildJvm.start(
            program, ServerMain.class.getName(), environment, log, clockShift.toString());
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
      throw new IllegalStateException("interrupted while " + name + " was starting", e);
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
