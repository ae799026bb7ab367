package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestList;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request list}. */
@Command(
    name = "list",
    description = "Lists service requests, newest first: your own, or all that you administer.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request list --all --status Pending")
public final class ListRequests implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "id"),
          Column.of("STATUS", "status"),
          Column.time("CREATED", "created_on"),
          Column.of("PIPELINE", "pipeline_name"),
          Column.of("REQUESTER", "user_id"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of an organization (default: all of yours).")
  private @Nullable String organization;

  @Option(
      names = "--all",
      description = "List the requests of all members, where you are an admin.")
  private boolean isOfAll;

  @Option(
      names = "--status",
      paramLabel = "<status>",
      split = ",",
      description = "List only these: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Statuses.class)
  private Set<String> statuses = Set.of();

  @Option(
      names = "--limit",
      paramLabel = "<number>",
      defaultValue = "20",
      description = "The maximum number of requests (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListRequests(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    try (Connection server = connection.open(context, spec)) {
      boolean isEverybody = isOfAll || server.operator().isPresent();
      List<JsonNode> found =
          new RequestList(server.api(), isEverybody, Statuses.checked(statuses))
              .newest(Optional.ofNullable(organization), limit);
      output.results(context, spec).list(found, "id", COLUMNS);
      return ExitCode.OK;
    }
  }
}
