package io.flowforge.cli.command.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge secret set}. */
@Command(
    name = "set",
    description = {
      "Adds a secret to an organization, or gives it another value.",
      "The value is asked for, or read from the standard input. Steps refer to it by",
      "$${secret.NAME} in headers and data."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  flowforge secret set GITHUB_TOKEN --host api.github.com",
      "  flowforge secret set GITHUB_TOKEN < new-token.txt"
    })
public final class SetSecret implements Callable<Integer> {

  private final CommandContext context;
  private final SecretValueSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<name>", description = "Letters, digits and _.")
  private String name = "";

  @Option(
      names = "--host",
      paramLabel = "<host>",
      description = {
        "A host that may receive the secret, with or without a port; repeat it for others",
        "(default: those that the secret has)."
      })
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization (default: your only one).")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  SetSecret(CommandContext context, SecretValueSource source) {
    this.context = context;
    this.source = source;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode owner = new Organizations(server.api()).only(Optional.ofNullable(organization));
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("value", source.read(name));
      if (!hosts.isEmpty()) {
        hosts.forEach(body.putArray("hosts")::add);
      }
      JsonNode secret =
          server
              .api()
              .put(
                  ApiPath.of(
                      "organization", Integer.toString(Organizations.id(owner)), "secrets", name),
                  body);
      output
          .results(context, spec)
          .done(
              () -> secret,
              name,
              "Set secret %s of %s, version %d, for %s"
                  .formatted(
                      name,
                      owner.path("name").asText(),
                      secret.path("version").asInt(),
                      ListSecrets.hosts(secret)));
      return ExitCode.OK;
    }
  }
}
