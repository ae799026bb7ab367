package io.flowforge.server;

import io.flowforge.error.FlowforgeException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LastingLog;
import io.flowforge.trace.LogEvent;
import io.flowforge.trace.LogfmtFormatter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Handler;

/** The server as a process of its own, configured by environment variables only. */
public final class Main {

  /** As in sysexits.h. */
  private static final int EXIT_USAGE = 64;

  private static final int EXIT_UNAVAILABLE = 69;

  private static final int EXIT_SOFTWARE = 70;

  private static final int EXIT_CONFIG = 78;

  private Main() {}

  /**
   * Runs until a signal ends the process. Exits with {@value #EXIT_CONFIG} if a setting is invalid,
   * with {@value #EXIT_UNAVAILABLE} if a store does not respond, with {@value #EXIT_USAGE} if there
   * are arguments, and with {@value #EXIT_SOFTWARE} after any other failure: threads that it leaves
   * must not keep the process alive.
   */
  public static void main(String[] arguments) {
    LastingLog.install();
    // A configuration file replaces ours.
    if (System.getProperty("java.util.logging.config.file") == null) {
      for (Handler handler : java.util.logging.Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new LogfmtFormatter());
      }
    }
    Logger log = System.getLogger(Main.class.getName());
    if (arguments.length > 0) {
      String reason = "the server takes no arguments; its settings are environment variables";
      log.log(Level.ERROR, LogEvent.of("not_started").with("reason", reason));
      System.exit(EXIT_USAGE);
    }
    try {
      StandaloneServer.run(System.getenv(), InstantSource.system(), new LifecycleLog(log));
    } catch (FlowforgeException e) {
      for (String reason : reasons(e)) {
        log.log(Level.ERROR, LogEvent.of("not_started").with("reason", reason));
      }
      System.exit(e instanceof UnavailableException ? EXIT_UNAVAILABLE : EXIT_CONFIG);
    } catch (RuntimeException | Error e) {
      String event = LogEvent.of("not_started").with("reason", "internal error").toString();
      log.log(Level.ERROR, event, e);
      System.exit(EXIT_SOFTWARE);
    }
  }

  private static List<String> reasons(FlowforgeException failure) {
    return failure instanceof InvalidException invalid && !invalid.details().isEmpty()
        ? invalid.details()
        : List.of(failure.userMessage());
  }

  private record LifecycleLog(Logger log) implements StandaloneServer.Listener {

    @Override
    public void starting() {
      OutOfMemory.endsTheProcess(log);
    }

    @Override
    public void started(int port) {
      log.log(Level.INFO, LogEvent.of("started").with("port", port));
    }

    @Override
    public void stopping() {
      log.log(Level.INFO, LogEvent.of("stopping"));
    }
  }
}
