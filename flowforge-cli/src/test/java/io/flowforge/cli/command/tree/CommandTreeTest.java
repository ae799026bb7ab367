package io.flowforge.cli.command.tree;

import static io.flowforge.cli.command.tree.CommandEntry.command;
import static io.flowforge.cli.command.tree.CommandEntry.group;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.folders.ProjectFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class CommandTreeTest {

  private static final CommandContext CONTEXT =
      new CommandContext(Map.of(), new ProjectFolders(Path.of("")));

  /** What was constructed, in this order. */
  private final List<String> constructed = new ArrayList<>();

  @Command(name = "leaf", description = "Does something.")
  private static final class Leaf implements Callable<Integer> {

    @Override
    public Integer call() {
      return 42;
    }
  }

  private CommandEntry leaf(String name) {
    return command(
        name,
        "Does something.",
        _ -> {
          constructed.add(name);
          return new Leaf();
        });
  }

  private List<CommandEntry> inGroup() {
    constructed.add("table of the group");
    return List.of(leaf("get"), leaf("list"));
  }

  private CommandLine tree(String... arguments) {
    return CommandTree.naming(CONTEXT, List.of(arguments))
        .add(
            new CommandLine(CommandSpec.create().name("program")),
            List.of(
                leaf("one"), leaf("two"), group("many", "Has many.", "many get", this::inGroup)));
  }

  @Test
  void constructsOnlyWhatTheArgumentsName() {
    assertThat(tree("two").execute("two")).isEqualTo(42);
    assertThat(constructed).containsExactly("two");
  }

  @Test
  void constructsNothingToListTheCommands() {
    assertThat(tree("--help").getUsageMessage())
        .containsSubsequence("one   Does something.", "two   Does something.", "many  Has many.");
    assertThat(constructed).isEmpty();
  }

  @Test
  void constructsOfAGroupOnlyWhatTheArgumentsName() {
    assertThat(tree("many", "list").execute("many", "list")).isEqualTo(42);
    assertThat(constructed).containsExactly("table of the group", "list");
  }

  @Test
  void listsTheCommandsOfAGroup() {
    assertThat(requireNonNull(tree("many").getSubcommands().get("many")).getUsageMessage())
        .containsSubsequence(
            "Usage: program many", "Has many.", "get   Does something.", "list  ", "many get");
    assertThat(constructed).containsExactly("table of the group");
  }

  @Test
  void theFullTreeHasEverything() {
    CommandTree.full(CONTEXT).add(new CommandLine(CommandSpec.create()), inGroup());
    assertThat(constructed).containsExactly("table of the group", "get", "list");
  }
}
