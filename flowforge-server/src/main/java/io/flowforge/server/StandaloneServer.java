package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.error.FlowforgeException;
import java.time.InstantSource;
import java.util.Map;

/**
 * The life of a process that is a server with its workers: opened in order, there until the signal
 * that stops it, closed in reverse.
 */
public final class StandaloneServer {

  private StandaloneServer() {}

  /** Who is told how far it has come. */
  public interface Listener {

    /** It answers calls and runs requests. */
    void started(int port);

    /** The signal has come: no new calls are taken, and steps in flight may finish. */
    void stopping();
  }

  /**
   * Returns when the process has been told to end and everything is closed.
   *
   * @param environment all settings, by the names that README.md has
   * @throws FlowforgeException when it cannot start: a setting is at fault or a store does not
   *     answer
   */
  public static void run(Map<String, String> environment, InstantSource clock, Listener listener) {
    // Both before anything is opened: a bad setting is told at once.
    ServerConfig config = ServerConfig.from(environment);
    FlowforgeSettings settings = FlowforgeSettings.from(environment);
    try (StopSignal stop = StopSignal.listen();
        Measurements measurements = new Measurements();
        Flowforge core = Flowforge.open(settings, clock, measurements.registry());
        FlowforgeServer server = FlowforgeServer.start(config, core, measurements, clock)) {
      // Not before the port is ours: a second server by mistake must not run requests.
      core.startWorkers();
      listener.started(server.port());
      stop.await();
      listener.stopping();
    }
  }
}
