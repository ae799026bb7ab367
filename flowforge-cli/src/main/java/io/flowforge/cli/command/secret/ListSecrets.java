package io.flowforge.cli.command.secret;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge secret list}. */
@Command(
    name = "list",
    description = "Lists the secrets of an organization, without values.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge secret list --org 'Example Engineering'")
public final class ListSecrets implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "name"),
          new Column("HOSTS", ListSecrets::hosts),
          Column.of("VERSION", "version"),
          Column.of("SET BY", "updated_by"),
          Column.time("SET ON", "updated_on"),
          Column.time("LAST USED", "last_used_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization (default: your only one).")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListSecrets(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode owner = new Organizations(server.api()).only(Optional.ofNullable(organization));
      String orgId = Integer.toString(Organizations.id(owner));
      List<JsonNode> secrets =
          server
              .api()
              .get(ApiPath.of("organization", orgId, "secrets"))
              .path("secrets")
              .valueStream()
              .toList();
      output.results(context, spec).list(secrets, "name", COLUMNS);
      return ExitCode.OK;
    }
  }

  /** Returns the hosts of a secret in one line. */
  static String hosts(JsonNode secret) {
    return secret.path("hosts").valueStream().map(JsonNode::asText).collect(joining(", "));
  }
}
