package io.flowforge.server;

import io.flowforge.error.FlowforgeException;
import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogfmtFormatter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
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
      StandaloneServer.run(System.getenv(), InstantSource.system(), new Announcer(log));
    } catch (FlowforgeException e) {
      log.log(Level.ERROR, "event=not_started reason=\"" + e.userMessage() + "\"");
      System.exit(e instanceof UnavailableException ? EXIT_UNAVAILABLE : EXIT_CONFIG);
    }
  }

  private record Announcer(Logger log) implements StandaloneServer.Listener {

    @Override
    public void started(int port) {
      log.log(Level.INFO, "event=started port=" + port);
    }

    @Override
    public void stopping() {
      log.log(Level.INFO, "event=stopping");
    }
  }
}
