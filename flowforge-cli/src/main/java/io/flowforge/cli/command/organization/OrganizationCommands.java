package io.flowforge.cli.command.organization;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about organizations, in the order of the help. */
public final class OrganizationCommands {

  private OrganizationCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command("list", "Lists your organizations.", ListOrganizations::new),
        command("members", "Lists the members of an organization.", ListMembers::new),
        command(
            "add", "Adds a member to an organization, or changes the role of one.", AddMember::new),
        command(
            "remove",
            "Removes a member from an organization. Open requests of that member go on.",
            RemoveMember::new),
        command(
            "owner",
            "Makes a member the Owner of an organization. The Owner before becomes an Admin.",
            TransferOwnership::new));
  }
}
