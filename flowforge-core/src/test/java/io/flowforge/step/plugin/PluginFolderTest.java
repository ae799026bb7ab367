package io.flowforge.step.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the folder of plug-ins, and what keeps a server from starting. */
class PluginFolderTest {

  private static final String SOURCE =
      """
      package p;
      import io.flowforge.step.api.*;
      import java.util.List;
      public final class %s implements StepPlugin {
        public String name() { return "%s"; }
        public String description() { return "%s"; }
        public List<StepParameter> parameters() { return List.of(); }
        public StepResult execute(StepCall call) { return StepResult.completed(); }
      }
      """;

  private final Path folder;

  PluginFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void eachPluginHasAFolderOfItsOwn() throws IOException {
    write("one", "A", SOURCE.formatted("A", "ONE", "One."), "1");
    write("two", "A", SOURCE.formatted("A", "TWO", "Two."), "1");
    Files.writeString(folder.resolve("README"), "not a plug-in");

    try (var plugins = load()) {
      assertThat(plugins.steps()).extracting(PluginStep::name).containsExactly("ONE", "TWO");
    }
  }

  @Test
  void allProblemsAreFoundAtOnce() throws IOException {
    write("a-valid", "A", SOURCE.formatted("A", "ONE", "One."), "1");
    write("b-same", "B", SOURCE.formatted("B", "ONE", "Also one."), "1");
    write("c-built-in", "C", SOURCE.formatted("C", "API", "An API."), "1");
    write("d-version", "D", SOURCE.formatted("D", "FOUR", "Four."), "2");
    write("e-version", "E", SOURCE.formatted("E", "FIVE", "Five."), "");
    write("f-name", "F", SOURCE.formatted("F", "six!", ""), "1");
    write(
        "g-throws",
        "G",
        SOURCE
            .formatted("G", "G", "G.")
            .replace("return \"G\"", "throw new IllegalStateException(\"on purpose\")"),
        "1");
    write(
        "h-private",
        "H",
        SOURCE
            .formatted("H", "H", "H.")
            .replace("{\n  public String name", "{ private H() {}\n  public String name"),
        "1");
    Files.createDirectory(folder.resolve("i-empty"));
    Files.writeString(Files.createDirectory(folder.resolve("j-no-jar")).resolve("x.jar"), "text");

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            InvalidException.class,
            refusal ->
                assertThat(String.join("\n", refusal.details()))
                    .contains(
                        "plug-in 'b-same': the step type ONE is also in 'a-valid'; remove one of them",
                        "plug-in 'c-built-in': the step type API is one of Flowforge's own; rename it",
                        "plug-in 'd-version': the manifest of 'x.jar' must say 'Flowforge-Step-Api: 1'; it says 2",
                        "plug-in 'e-version': the manifest of 'x.jar' must say 'Flowforge-Step-Api: 1'; it says none",
                        "plug-in 'f-name': the name 'six!' must consist of",
                        "plug-in 'f-name': the step type must have a description",
                        "plug-in 'g-throws': a step type cannot be asked",
                        "on purpose",
                        "plug-in 'h-private': a step type cannot be created",
                        "plug-in 'i-empty': no jar has the file META-INF/services/",
                        "plug-in 'j-no-jar': 'x.jar' cannot be read")
                    .doesNotContain("plug-in 'a-valid'"));
  }

  /** A plug-in that needs a class of the server does not get it, even if the server has it. */
  @Test
  void aPluginSeesNoClassOfTheServer() throws IOException {
    write(
        "curious",
        "A",
        SOURCE
            .formatted("A", "ONE", "One.")
            .replace(
                "return \"ONE\"",
                "try { Class.forName(\"com.fasterxml.jackson.databind.ObjectMapper\"); return \"SEEN\"; }"
                    + " catch (ClassNotFoundException e) {} return \"UNSEEN\""),
        "1");
    try (var plugins = load()) {
      assertThat(plugins.steps()).extracting(PluginStep::name).containsExactly("UNSEEN");
    }
  }

  @Test
  void theSettingMustNameAFolder() {
    assertThatThrownBy(() -> PluginFolder.checked(folder.resolve("missing").toString()))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("FLOWFORGE_PLUGINS must be a folder that this process can read");
  }

  private LoadedPlugins load() {
    return PluginFolder.load(folder, Set.of("API"));
  }

  private void write(String plugin, String className, String source, String version)
      throws IOException {
    Path place = Files.createDirectory(folder.resolve(plugin));
    new PluginJar()
        .with("p." + className, source, Files.createTempDirectory(folder.getParent(), "classes"))
        .providing("p." + className)
        .forVersion(version)
        .writeTo(place.resolve("x.jar"));
  }
}
