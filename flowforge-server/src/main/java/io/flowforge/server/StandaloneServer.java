package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.error.FlowforgeException;
import io.flowforge.settings.SettingsReader;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A server with its workers, opened in order and closed in reverse when the stop signal comes. */
public final class StandaloneServer {

  private StandaloneServer() {}

  /** A listener to the life cycle of the server. */
  public interface Listener {

    /** Called when the settings are valid and have been logged, before anything is opened. */
    default void starting() {}

    /** Called when the server accepts calls and runs requests. */
    void started(int port);

    /** Called when the stop signal has come; calls and steps in flight may still finish. */
    void stopping();
  }

  /**
   * Runs the server until the stop signal comes, and returns when everything is closed.
   *
   * @param environment all settings, by the names in README.md
   * @throws FlowforgeException if it cannot start: a setting is invalid or a store does not respond
   */
  public static void run(Map<String, String> environment, InstantSource clock, Listener listener) {
    // Before anything is opened, so that an invalid setting is reported at once.
    var reader = new SettingsReader(environment);
    Optional<ServeSettings> read = ServeSettings.read(reader);
    reader.throwIfAny();
    ServeSettings settings = read.orElseThrow();
    System.getLogger(StandaloneServer.class.getName())
        .log(Level.INFO, StartEvent.with(reader.held()));
    listener.starting();
    try (StopSignal stop = StopSignal.listen();
        Measurements measurements = new Measurements();
        Flowforge core = Flowforge.open(settings.core(), clock, measurements.registry());
        FlowforgeServer server =
            FlowforgeServer.start(settings.server(), core, measurements, clock)) {
      // Only once the port is ours: a server started twice by mistake must not run requests.
      core.startWorkers();
      listener.started(server.port());
      stop.await();
      listener.stopping();
    }
  }
}
