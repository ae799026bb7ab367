package io.flowforge.cli.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge whoami}. */
@Command(
    name = "whoami",
    description = "Shows as whom commands act, and in which organizations.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge whoami --profile ada")
public final class WhoAmI implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("USER", "user_id"),
          Column.of("NAME", "name"),
          Column.of("E-MAIL", "email"),
          new Column("ORGANIZATIONS", WhoAmI::organizations));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public WhoAmI(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      ObjectNode me = JsonNodeFactory.instance.objectNode();
      if (server.operator().isPresent()) {
        me.put("operator", server.operator().get()).put("name", server.operator().get());
      } else {
        me.setAll((ObjectNode) server.api().get(ApiPath.of("login")));
      }
      me.putArray("organizations").addAll(new Organizations(server.api()).all());
      String name = me.path(me.has("user_id") ? "user_id" : "operator").asText();
      output.results(context, spec).one(me, name, COLUMNS);
      return ExitCode.OK;
    }
  }

  private static String organizations(JsonNode me) {
    return me.path("organizations")
        .valueStream()
        .map(organization -> organization.path("name").asText())
        .collect(joining(", "));
  }
}
