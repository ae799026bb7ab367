package io.flowforge.cli.faults;

import io.flowforge.server.StandaloneServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server as {@code flowforge serve} runs it, with a clock that may be wrong. */
final class ServerMain {

  /**
   * They tell of each broken connection with a trace, and breaking them is what we are here for.
   */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("com.zaxxer.hikari.pool"),
          Logger.getLogger("org.mongodb.driver.cluster"));

  private ServerMain() {}

  /** Takes how far the clock is off, as ISO-8601 has it, such as {@code PT-5M}. */
  public static void main(String[] arguments) {
    ChildJvm.endWithTheParent();
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    Duration shift = Duration.parse(arguments[0]);
    InstantSource clock = () -> InstantSource.system().instant().plus(shift);
    StandaloneServer.run(System.getenv(), clock, new Announcer(shift));
  }

  private record Announcer(Duration shift) implements StandaloneServer.Listener {

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
