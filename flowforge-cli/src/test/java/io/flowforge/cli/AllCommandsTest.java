package io.flowforge.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What every command in the tables must have, whoever added it. */
class AllCommandsTest {

  private static final List<CommandSpec> ALL = all();

  @Test
  void knowsTheCommands() {
    assertThat(ALL.stream().map(CommandSpec::qualifiedName))
        .contains("flowforge", "flowforge run", "flowforge up");
  }

  @TestFactory
  Stream<DynamicTest> hasADescriptionAndAnExample() {
    return each(
        command -> {
          assertThat(command.usageMessage().description()).isNotEmpty();
          assertThat(command.usageMessage().description()[0]).endsWith(".");
          assertThat(command.usageMessage().footerHeading()).contains("Example");
          assertThat(command.usageMessage().footer())
              .anyMatch(line -> line.contains(command.qualifiedName()));
        });
  }

  /** The tables repeat what the annotations say, because reading those takes long. */
  @TestFactory
  Stream<DynamicTest> isListedWithTheBeginningOfItsDescription() {
    return each(
        command ->
            assertThat(listing(command).usageMessage().description())
                .containsExactly(command.usageMessage().description()[0]));
  }

  @TestFactory
  Stream<DynamicTest> isCalledByTheNameInItsHelp() {
    return each(
        command -> {
          Command annotation = command.userObject().getClass().getAnnotation(Command.class);
          if (annotation != null) {
            assertThat(annotation.name()).isEqualTo(command.name());
          }
          // Documents and people say both.
          assertThat(command.aliases()).isSubsetOf("secrets");
        });
  }

  @TestFactory
  Stream<DynamicTest> describesEveryOptionAndParameter() {
    return each(
        command ->
            assertThat(command.args())
                .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> helpFitsTheTerminal() {
    return each(
        command -> {
          for (int width : List.of(80, 120)) {
            RunResult help = help(command, width);
            assertThat(help.exitCode()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out().lines())
                .allSatisfy(
                    line ->
                        assertThat(line.length() <= width || isOneWord(line))
                            .as("at most %d: %s", width, line)
                            .isTrue());
          }
        });
  }

  /** A line that is broken cannot be pasted. */
  @TestFactory
  Stream<DynamicTest> examplesAreNotBroken() {
    return each(
        command -> {
          String help = help(command, 80).out();
          assertThat(help).endsWith("\n").doesNotEndWith("\n\n");
          assertThat(command.usageMessage().footer())
              .allSatisfy(line -> assertThat(help.lines()).contains(plain(line)));
        });
  }

  /** Returns what the list of its parent knows of the command. */
  private static CommandSpec listing(CommandSpec command) {
    CommandSpec parent = command.parent();
    if (parent == null) {
      return command;
    }
    String[] names = names(parent);
    CommandLine at = FlowforgeCommand.commandLine(Map.of(), Path.of(""), names);
    for (String name : names) {
      at = requireNonNull(at.getSubcommands().get(name));
    }
    return requireNonNull(at.getSubcommands().get(command.name())).getCommandSpec();
  }

  private static String[] names(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
      names.addFirst(at.name());
    }
    return names.toArray(String[]::new);
  }

  private static boolean isOneWord(String line) {
    return !line.strip().contains(" ");
  }

  private static String plain(String line) {
    return Ansi.OFF.string(String.format(line)).stripTrailing();
  }

  private static RunResult help(CommandSpec command, int width) {
    List<String> arguments = new ArrayList<>(List.of(names(command)));
    arguments.add("-h");
    return RunResult.of(
        Map.of("COLUMNS", Integer.toString(width)), Path.of(""), arguments.toArray(String[]::new));
  }

  /** A check of one command. */
  private interface Check {
    void of(CommandSpec command);
  }

  private static Stream<DynamicTest> each(Check check) {
    return ALL.stream()
        .map(command -> DynamicTest.dynamicTest(command.qualifiedName(), () -> check.of(command)));
  }

  private static List<CommandSpec> all() {
    List<CommandSpec> commands = new ArrayList<>();
    collect(
        FlowforgeCommand.full(FlowforgeCommand.context(Map.of(), Path.of(""))).getCommandSpec(),
        commands);
    return List.copyOf(commands);
  }

  private static void collect(CommandSpec command, List<CommandSpec> commands) {
    commands.add(command);
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(child -> collect(child, commands));
  }
}
