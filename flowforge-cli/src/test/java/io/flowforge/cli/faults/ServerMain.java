package io.flowforge.cli.faults;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.StopSignal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
    Map<String, String> environment = System.getenv();
    try (StopSignal stop = StopSignal.listen();
        Flowforge core = Flowforge.open(FlowforgeSettings.from(environment), clock);
        FlowforgeServer server =
            FlowforgeServer.start(ServerConfig.from(environment), core, clock)) {
      core.startWorkers();
      System.out.println("started on port " + server.port() + ", clock off by " + shift);
      stop.await();
      System.out.println("stopping");
    }
  }
}
