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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge org add}. */
@Command(
    name = "add",
    description = "Adds a member to an organization, or changes the role of one.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge org add 'Example Engineering' 'auth0|65f0' --role Admin")
public final class AddMember implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "<organization>",
      description = "The id or name of the organization.")
  private String organization = "";

  @Parameters(index = "1", paramLabel = "<user>", description = "The id or name of the user.")
  private String user = "";

  @Option(
      names = "--role",
      paramLabel = "Member|Admin",
      defaultValue = "Member",
      description = "The role (default: ${DEFAULT-VALUE}).")
  private String role = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public AddMember(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      int orgId = Organizations.id(new Organizations(server.api()).find(organization));
      String userId = new People(server.api()).id(user);
      JsonNode membership =
          server
              .api()
              .post(
                  ApiPath.of("membership"),
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("user_id", userId)
                      .put("org_id", orgId)
                      .put("role", role));
      output
          .results(context, spec)
          .done(() -> membership, userId, "%s is %s of %s".formatted(userId, role, organization));
      return ExitCode.OK;
    }
  }
}
