package io.flowforge.cli.command.user;

import io.flowforge.cli.client.People;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge user list}. */
@Command(
    name = "list",
    description = "Lists all users.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge user list --output json")
public final class ListUsers implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("USER", "user_id"),
          Column.of("NAME", "name"),
          Column.of("PROVIDER", "identity_provider"),
          Column.time("CREATED", "created_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListUsers(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      output.results(context, spec).list(new People(server.api()).all(), "user_id", COLUMNS);
      return ExitCode.OK;
    }
  }
}
