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

/** The command {@code flowforge org remove}. */
@Command(
    name = "remove",
    description = "Removes a member from an organization. Open requests of that member go on.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge org remove 'Example Engineering' 'auth0|65f0'")
public final class RemoveMember implements Callable<Integer> {

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

  public RemoveMember(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var organizations = new Organizations(server.api());
      int orgId = Organizations.id(organizations.find(organization));
      String userId = People.idAmong(organizations.members(orgId), user);
      JsonNode left =
          server
              .api()
              .delete(
                  ApiPath.of("membership"),
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("user_id", userId)
                      .put("org_id", orgId));
      output
          .results(context, spec)
          .done(
              () -> left, userId, "%s is no longer a member of %s".formatted(userId, organization));
      return ExitCode.OK;
    }
  }
}
