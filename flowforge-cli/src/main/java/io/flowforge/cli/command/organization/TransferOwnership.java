package io.flowforge.cli.command.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.client.People;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge org owner}. */
@Command(
    name = "owner",
    description = {
      "Makes a member the Owner of an organization. The Owner before becomes an Admin.",
      "An operator can also name one where the Owner has left."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge org owner 'Example Engineering' 'auth0|65f0'")
public final class TransferOwnership implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "<organization>",
      description = "The id or name of the organization.")
  private String organization = "";

  @Parameters(index = "1", paramLabel = "<user>", description = "The id or name of the user.")
  private String user = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public TransferOwnership(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var organizations = new Organizations(server.api());
      int orgId = Organizations.id(organizations.find(organization));
      String userId = People.idAmong(organizations.members(orgId), user);
      JsonNode body =
          JsonNodeFactory.instance.objectNode().put("user_id", userId).put("org_id", orgId);
      server.api().post(ApiPath.of("membership", "ownership_transfer"), body);
      output
          .results(context, spec)
          .done(() -> body, userId, "%s is the Owner of %s".formatted(userId, organization));
      return ExitCode.OK;
    }
  }
}
