package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogfmtFormatter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.logging.Handler;

/** Runs the server until it is told to stop; configured by environment variables alone. */
public final class Main {

  /** The numbers of sysexits.h. */
  private static final int EXIT_UNAVAILABLE = 69;

  private static final int EXIT_CONFIG = 78;

  private Main() {}

  /**
   * Ends by the signal that stops it, with {@value #EXIT_CONFIG} when a setting is at fault, or
   * with {@value #EXIT_UNAVAILABLE} when a store does not answer.
   */
  public static void main(String[] arguments) {
    // A logging configuration of one's own counts more.
    if (System.getProperty("java.util.logging.config.file") == null) {
      for (Handler handler : java.util.logging.Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new LogfmtFormatter());
      }
    }
    Logger log = System.getLogger(Main.class.getName());
    try {
      run(System.getenv(), log);
    } catch (FlowforgeException e) {
      log.log(Level.ERROR, "event=not_started reason=\"" + e.userMessage() + "\"");
      System.exit(e instanceof UnavailableException ? EXIT_UNAVAILABLE : EXIT_CONFIG);
    }
  }

  private static void run(Map<String, String> environment, Logger log) {
    ServerConfig config = ServerConfig.from(environment);
    FlowforgeSettings settings = FlowforgeSettings.from(environment);
    InstantSource clock = InstantSource.system();
    try (StopSignal stop = StopSignal.listen();
        Measurements measurements = new Measurements();
        Flowforge core = Flowforge.open(settings, clock, measurements.registry());
        FlowforgeServer server = FlowforgeServer.start(config, core, measurements, clock)) {
      // Not before the port is ours: a second server by mistake must not run requests.
      core.startWorkers();
      log.log(Level.INFO, "event=started port=" + server.port());
      stop.await();
      log.log(Level.INFO, "event=stopping");
    }
  }
}
