package io.flowforge.cli.command.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge secret delete}. */
@Command(
    name = "delete",
    description = "Deletes a secret that no pipeline refers to.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge secret delete OLD_TOKEN")
public final class DeleteSecret implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<name>", description = "The name of the secret.")
  private String name = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization (default: your only one).")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public DeleteSecret(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode owner = new Organizations(server.api()).only(Optional.ofNullable(organization));
      String orgId = Integer.toString(Organizations.id(owner));
      JsonNode deleted =
          server
              .api()
              .delete(
                  ApiPath.of("organization", orgId, "secrets", name),
                  JsonNodeFactory.instance.objectNode());
      output
          .results(context, spec)
          .done(
              () -> deleted,
              name,
              "Deleted secret %s of %s".formatted(name, owner.path("name").asText()));
      return ExitCode.OK;
    }
  }
}
