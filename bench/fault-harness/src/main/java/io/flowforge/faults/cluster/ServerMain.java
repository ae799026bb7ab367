package io.flowforge.faults.cluster;

import io.flowforge.server.StandaloneServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server as {@code flowforge serve} runs it, with a clock that may be wrong. */
final class ServerMain {

  /** Loggers that report every broken connection with a stack trace; here they break on purpose. */
  private static final List<Logger> SILENCED =
      List.of(
          Logger.getLogger("com.zaxxer.hikari.pool"),
          Logger.getLogger("org.mongodb.driver.cluster"));

  private ServerMain() {}

  /**
   * Runs the server until it is told to stop.
   *
   * @param arguments how far the clock is off, in ISO 8601 form such as {@code PT-5M}
   */
  public static void main(String[] arguments) {
    ChildJvm.endWithParent();
    SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
    Duration shift = Duration.parse(arguments[0]);
    InstantSource clock = () -> InstantSource.system().instant().plus(shift);
    StandaloneServer.run(System.getenv(), clock, new LifecyclePrinter(shift));
  }

  private record LifecyclePrinter(Duration shift) implements StandaloneServer.Listener {

    @Override
    public void started(int port) {
      System.out.println("started on port " + port + ", clock off by " + shift);
    }

    @Override
    public void stopping() {
      System.out.println("stopping");
    }
  }
}
