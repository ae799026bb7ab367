package io.flowforge.cli.command.option;

import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.connection.ConnectionChoice;
import io.flowforge.cli.connection.Connections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that choose the server, or the stores. */
public final class ConnectionOptions {

  @ArgGroup(exclusive = true)
  private Where where = new Where();

  @Option(
      names = "--as",
      paramLabel = "<user-id>",
      description =
          "On the stores: the user to act as (default: an operator, who may do anything).")
  private @Nullable String as;

  @Option(names = "--profile", paramLabel = "<name>", description = "The stored sign-in to use.")
  private @Nullable String profile;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only results and errors.")
  private boolean isQuiet;

  /** A server or the stores, not both. */
  static final class Where {

    @Option(
        names = "--server",
        paramLabel = "<url>",
        description =
            "The server to call (default: FLOWFORGE_SERVER; or the stores if POSTGRES_URI and"
                + " MONGO_URI are set; or the stored profile; or a running flowforge up).")
    private @Nullable String server;

    @Option(
        names = "--direct",
        description = "Use the stores that POSTGRES_URI and MONGO_URI name, as an operator.")
    private boolean isDirect;
  }

  /** Opens the connection that the options, the environment or the profile choose. */
  public Connection open(CommandContext context, CommandSpec spec) {
    var choice =
        new ConnectionChoice(
            Optional.ofNullable(where.server),
            where.isDirect || (as != null && where.server == null),
            Optional.ofNullable(as),
            Optional.ofNullable(profile));
    return new Connections(context.environment(), context.folders())
        .open(choice, line -> tell(spec, line));
  }

  /** Prints a line for people, unless they want none. */
  public void tell(CommandSpec spec, String line) {
    if (!isQuiet) {
      spec.commandLine().getErr().println(line);
      spec.commandLine().getErr().flush();
    }
  }
}
