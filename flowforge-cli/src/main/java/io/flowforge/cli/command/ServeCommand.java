package io.flowforge.cli.command;

import io.flowforge.server.StandaloneServer;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge serve}: the server on configured stores. */
@Command(
    name = "serve",
    description = {
      "Runs the server with its workers on configured stores.",
      "All settings are environment variables, such as POSTGRES_URI and MONGO_URI; see README.md."
    },
    footerHeading = "%nExample:%n",
    footer = "  FLOWFORGE_PORT=8080 flowforge serve")
public final class ServeCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  public ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    StandaloneServer.run(
        environment, InstantSource.system(), new StatusLines(spec.commandLine().getOut()));
    return ExitCode.OK;
  }

  private record StatusLines(PrintWriter out) implements StandaloneServer.Listener {

    @Override
    public void started(int port) {
      out.println("Listening on port " + port);
      out.flush();
    }

    @Override
    public void stopping() {
      out.println("Stopping: no new calls, steps in flight may finish");
      out.flush();
    }
  }
}
