package io.flowforge.cli.command.user;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about users, in the order of the help. */
public final class UserCommands {

  private UserCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command("list", "Lists all users.", ListUsers::new),
        command(
            "add",
            "Adds a user to the stores, before the first sign-in or for a machine.",
            AddUser::new));
  }
}
