package io.flowforge.cli.command.tree;

import io.flowforge.cli.command.tree.CommandEntry.Group;
import io.flowforge.cli.command.tree.CommandEntry.Single;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands for picocli. A command that the arguments do not name cannot be called, so picocli
 * gets only its name and summary; reading the annotations of all commands takes longer than most of
 * them run.
 */
public final class CommandTree {

  private final CommandContext context;
  private final Predicate<String> isNamed;

  private CommandTree(CommandContext context, Predicate<String> isNamed) {
    this.context = context;
    this.isNamed = isNamed;
  }

  /** Returns a tree that has the named commands in full, and of the others the line in lists. */
  public static CommandTree naming(CommandContext context, List<String> arguments) {
    return new CommandTree(context, Set.copyOf(arguments)::contains);
  }

  /** Returns a tree that has every command in full. */
  public static CommandTree full(CommandContext context) {
    return new CommandTree(context, _ -> true);
  }

  /** Adds the commands, and the option for help. */
  public CommandLine add(CommandLine parent, List<CommandEntry> entries) {
    parent.getCommandSpec().addOption(help());
    for (CommandEntry entry : entries) {
      String[] aliases = entry.alias().isEmpty() ? new String[0] : new String[] {entry.alias()};
      parent.addSubcommand(entry.name(), commandLine(entry), aliases);
    }
    return parent;
  }

  private CommandLine commandLine(CommandEntry entry) {
    if (!isNamed.test(entry.name()) && !isNamed.test(entry.alias())) {
      CommandSpec named = CommandSpec.create();
      named.usageMessage().description(entry.summary());
      return new CommandLine(named);
    }
    return switch (entry) {
      case Single single -> {
        var line = new CommandLine(single.constructor().apply(context));
        line.getCommandSpec().addOption(help());
        yield line;
      }
      case Group group -> add(new GroupUsage(group).commandLine(), group.commands().get());
    };
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help and exit.")
        .build();
  }
}
