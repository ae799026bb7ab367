package io.flowforge.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.Column;
import io.flowforge.server.ServeSettings;
import io.flowforge.settings.HeldSetting;
import io.flowforge.settings.SettingsReader;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge config}. */
@Command(
    name = "config",
    description = {
      "Shows the settings that hold for a server, and where they come from.",
      "Secrets appear as ***, also in URIs. Exits with 3 if a setting is missing or invalid."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge config --output json")
public final class ConfigCommand implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "name"),
          Column.of("VALUE", "value"),
          Column.of("SOURCE", "source"),
          Column.of("REMARK", "remark"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private OutputOptions output = new OutputOptions();

  public ConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var reader = new SettingsReader(context.environment());
    var _ = ServeSettings.read(reader);
    List<JsonNode> rows = reader.held().stream().map(ConfigCommand::row).toList();
    output.results(context, spec).list(rows, "name", COLUMNS);
    reader.throwIfAny();
    return ExitCode.OK;
  }

  private static JsonNode row(HeldSetting setting) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", setting.name())
        .put("value", setting.value())
        .put("source", setting.origin().label())
        .put("remark", setting.remark());
  }
}
