package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.LiftedSecret;
import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.client.SecretLift;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.redaction.SecretNames;
import java.io.PrintWriter;
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

/** The command {@code flowforge pipeline lift-secrets}. */
@Command(
    name = "lift-secrets",
    description = {
      "Moves the literal secrets of a pipeline into secrets, in a new version.",
      "Secrets are what members see as ***. Older versions keep the values: change these at",
      "their services afterwards."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline lift-secrets 'Request a repository' --dry-run")
public final class LiftSecrets implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<pipeline>", description = "The id or name of the pipeline.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Option(names = "--dry-run", description = "Change nothing; print what would be moved.")
  private boolean isDryRun;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public LiftSecrets(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      Api api = server.api();
      JsonNode found = new PipelineCatalog(api).find(pipeline, Optional.ofNullable(organization));
      String orgId = Integer.toString(found.path("org_id").asInt());
      List<String> taken =
          api.get(ApiPath.of("organization", orgId, "secrets"))
              .path("secrets")
              .valueStream()
              .map(secret -> secret.path("name").asText())
              .toList();
      SecretLift lift = SecretLift.of(found, names(), taken);
      tell(lift);
      if (lift.secrets().isEmpty() || isDryRun) {
        output
            .results(context, spec)
            .done(
                () -> JsonNodeFactory.instance.arrayNode(),
                found.path("id").asText(),
                lift.secrets().isEmpty()
                    ? "There is no literal secret to move"
                    : "Nothing was changed; secrets that would be moved: %d"
                        .formatted(lift.secrets().size()));
        return ExitCode.OK;
      }
      JsonNode created = move(api, orgId, found, lift);
      output
          .results(context, spec)
          .done(
              () -> created,
              created.path("id").asText(),
              "Created version %d, pipeline %s; secrets: %d"
                  .formatted(
                      created.path("version").asInt(),
                      created.path("id").asText(),
                      lift.secrets().size()));
      return ExitCode.OK;
    }
  }

  /** Sets the secrets and creates the version; if that fails, the secrets are deleted again. */
  private static JsonNode move(Api api, String orgId, JsonNode found, SecretLift lift) {
    List<ApiPath> set = new ArrayList<>();
    try {
      for (LiftedSecret secret : lift.secrets()) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("value", secret.value());
        secret.hosts().forEach(body.putArray("hosts")::add);
        ApiPath path = ApiPath.of("organization", orgId, "secrets", secret.name());
        if (api.put(path, body).path("version").asInt() != 1) {
          // Not deleted below: it may be in use.
          throw new ConflictException(
              ("somebody else has set the secret '%s' at the same time; set it again to the other's"
                      + " value, then repeat this")
                  .formatted(secret.name()));
        }
        set.add(path);
      }
      ObjectNode version = lift.pipeline();
      version.put("expected_version", found.path("version").asInt());
      return api.post(ApiPath.of("pipeline", found.path("id").asText(), "versions"), version);
    } catch (FlowforgeException e) {
      for (ApiPath path : set) {
        try {
          api.delete(path, JsonNodeFactory.instance.objectNode());
        } catch (FlowforgeException another) {
          e.addSuppressed(another);
        }
      }
      throw e;
    }
  }

  private void tell(SecretLift lift) {
    PrintWriter err = spec.commandLine().getErr();
    for (LiftedSecret secret : lift.secrets()) {
      err.printf(
          "%s for %s: %s%n",
          secret.name(), String.join(", ", secret.hosts()), String.join(", ", secret.places()));
    }
    lift.left().forEach(sentence -> err.println("Not moved: " + sentence));
    err.flush();
  }

  private SecretNames names() {
    return SecretNames.USUAL.and(context.environment().getOrDefault("REDACTED_NAMES", ""));
  }
}
