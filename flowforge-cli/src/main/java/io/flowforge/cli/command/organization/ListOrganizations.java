package io.flowforge.cli.command.organization;

import io.flowforge.cli.client.Organizations;
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

/** The command {@code flowforge org list}. */
@Command(
    name = "list",
    description = "Lists your organizations.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge org list")
public final class ListOrganizations implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "org_id"),
          Column.of("NAME", "name"),
          Column.of("OWNER", "owner"),
          Column.time("CREATED", "created_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListOrganizations(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      output.results(context, spec).list(new Organizations(server.api()).all(), "org_id", COLUMNS);
      return ExitCode.OK;
    }
  }
}
