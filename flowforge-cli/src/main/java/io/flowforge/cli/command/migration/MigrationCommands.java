package io.flowforge.cli.command.migration;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about the move from the older system, in the order of the help. */
public final class MigrationCommands {

  private MigrationCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command(
            "status",
            "Tells how many requests of the older system are still to be adopted.",
            ShowMigration::new),
        command("apply", "Adopts the requests of the older system.", ApplyMigration::new));
  }
}
