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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge org members}. */
@Command(
    name = "members",
    description = "Lists the members of an organization.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge org members 'Example Engineering'")
public final class ListMembers implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("USER", "user_id"),
          Column.of("NAME", "name"),
          Column.of("ROLE", "role"),
          Column.time("JOINED", "joined_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "<organization>",
      description = "The id or name of the organization.")
  private String organization = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListMembers(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var organizations = new Organizations(server.api());
      int orgId = Organizations.id(organizations.find(organization));
      output.results(context, spec).list(organizations.members(orgId), "user_id", COLUMNS);
      return ExitCode.OK;
    }
  }
}
