package io.flowforge.cli.command.tree;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** A row in a table of commands. */
public sealed interface CommandEntry {

  /** Returns the word that calls the command. */
  String name();

  /** Returns the line that describes the command in lists. */
  String summary();

  /** Returns another word that calls the command; empty if there is none. */
  default String alias() {
    return "";
  }

  /**
   * Returns a row for a command.
   *
   * @param summary the first line of the description in the command's annotation, which is not read
   *     for lists
   * @param constructor called only if the arguments name the command
   */
  static CommandEntry command(
      String name,
      String summary,
      Function<CommandContext, ? extends Callable<Integer>> constructor) {
    return new Single(name, summary, constructor);
  }

  /**
   * Returns a row for a group of commands.
   *
   * @param example a command of the group that is worth trying
   * @param commands called only if the arguments name the group
   */
  static CommandEntry group(
      String name, String summary, String example, Supplier<List<CommandEntry>> commands) {
    return new Group(name, "", summary, example, commands);
  }

  /** Returns the same row, which another word calls, too. */
  static CommandEntry alsoCalled(String alias, CommandEntry entry) {
    return switch (entry) {
      case Single single -> single;
      case Group group ->
          new Group(group.name(), alias, group.summary(), group.example(), group.commands());
    };
  }

  /** A command. */
  record Single(
      String name,
      String summary,
      Function<CommandContext, ? extends Callable<Integer>> constructor)
      implements CommandEntry {}

  /** A group, whose commands follow its name. */
  record Group(
      String name,
      String alias,
      String summary,
      String example,
      Supplier<List<CommandEntry>> commands)
      implements CommandEntry {}
}
