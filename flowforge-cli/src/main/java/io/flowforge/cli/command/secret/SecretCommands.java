package io.flowforge.cli.command.secret;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about secrets, in the order of the help. */
public final class SecretCommands {

  private SecretCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command(
            "set",
            "Adds a secret to an organization, or gives it another value.",
            c -> new SetSecret(c, SecretValueSource.ofProcess())),
        command("list", "Lists the secrets of an organization, without values.", ListSecrets::new),
        command("delete", "Deletes a secret that no pipeline refers to.", DeleteSecret::new),
        command(
            "rewrap",
            "Seals all secrets with the first of the operator's keys. Repeat it if it was interrupted.",
            RewrapSecrets::new));
  }
}
