package io.flowforge.step.plugin;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in of docs/step-types.md, as it is printed there. */
class DocumentedPluginTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+\\n(.*?)^```$");

  @Test
  void isCompiledAndRunAsItIsPrinted(@TempDir Path folder) throws IOException {
    writeDocumentedJar(folder);
    try (var stores = new TestStores();
        var flowforge =
            Flowforge.open(
                stores.settings(
                    ExecutionSettings.defaults()
                        .withPlugins(Optional.of(folder.resolve("plugins")))),
                InstantSource.system())) {
      flowforge.startWorkers();
      var world = new World(flowforge);
      Pipeline pipeline = world.pipeline(step("{\"title\": \"${who}!\"}"));
      ServiceRequest request = world.request(pipeline, "{\"who\": \"Ada & Mike\"}");
      flowforge.requests().decisions().start(MEMBER, request.id());

      World.await(flowforge, request, RequestStatus.COMPLETED);
      assertThat(flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines())
          .anyMatch(line -> line.endsWith("The name is ada-mike"));
      assertThatThrownBy(() -> world.pipeline(step("{\"title\": \"a\", \"max_length\": 0}")))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("parameters.max_length: must be more than 0; it is 0");
      assertThatThrownBy(() -> world.pipeline(step("{\"titel\": \"a\"}")))
          .isInstanceOfSatisfying(
              InvalidException.class,
              refusal ->
                  assertThat(refusal.details().toString())
                      .contains("parameters.titel: is unknown", "parameters.title: is required"));
    }
  }

  private static String step(String parameters) {
    return Pipelines.chain(List.of("\"step_type\": \"MAKE_SLUG\", \"parameters\": " + parameters));
  }

  private static void writeDocumentedJar(Path folder) throws IOException {
    String text = Files.readString(Path.of("../docs/step-types.md"));
    String section = text.substring(text.indexOf("## Adding a step type"));
    List<String> blocks = new ArrayList<>();
    BLOCK.matcher(section).results().map(match -> match.group(1)).forEach(blocks::add);
    new PluginJar()
        .with(
            "com.example.slug.SlugStep",
            blocks.get(0),
            Files.createDirectory(folder.resolve("classes")))
        .providing(blocks.get(1))
        .forVersion(blocks.get(2).strip().replace("Flowforge-Step-Api: ", ""))
        .writeTo(folder.resolve("plugins/slug/slug.jar"));
  }
}
