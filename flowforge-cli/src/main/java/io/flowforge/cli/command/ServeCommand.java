package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.StopSignal;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowforge serve}: the server on configured stores. */
@Command(
    name = "serve",
    description = {
      "Runs the server with its workers on configured stores.",
      "All settings are environment variables, POSTGRES_URI and MONGO_URI among them: see README.md."
    })
public final class ServeCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  public ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    InstantSource clock = InstantSource.system();
    // Both before anything is opened: a bad setting is told at once.
    ServerConfig config = ServerConfig.from(environment);
    FlowforgeSettings settings = FlowforgeSettings.from(environment);
    try (StopSignal stop = StopSignal.listen();
        Measurements measurements = new Measurements();
        Flowforge core = Flowforge.open(settings, clock, measurements.registry());
        FlowforgeServer server = FlowforgeServer.start(config, core, measurements, clock)) {
      core.startWorkers();
      out.println("Listening on port " + server.port());
      out.flush();
      stop.await();
      out.println("Stopping: no new calls, steps in flight may finish");
      out.flush();
    }
    return ExitCode.OK;
  }
}
