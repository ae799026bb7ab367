package io.flowforge.server;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events in docs/operations.md are those that the code logs. */
class DocumentedEventsTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern LOGGED =
      Pattern.compile("LogEvent\\.of\\(\\s*\"(\\w+)\"|event=(\\w+)");

  @Test
  void theTableHasTheEventsOfTheServerAndNoOther() throws IOException {
    Set<String> documented =
        Files.readString(PROJECT.resolve("docs/operations.md"))
            .lines()
            .dropWhile(line -> !line.equals("| event | level | pairs | meaning |"))
            .takeWhile(line -> line.startsWith("|"))
            .filter(row -> row.startsWith("| `"))
            .flatMap(row -> Pattern.compile("`(\\w+)`").matcher(row.split("\\|", -1)[1]).results())
            .map(match -> match.group(1))
            .collect(toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(logged("flowforge-server"));
  }

  @Test
  void everyEventThatADocumentNamesIsLogged() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> documents = Files.list(PROJECT.resolve("docs"))) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        named.addAll(matches(Pattern.compile("event=(\\w+)"), document));
      }
    }

    assertThat(named).contains("transition");
    assertThat(logged("flowforge-server", "flowforge-core", "flowforge-cli")).containsAll(named);
  }

  private static Set<String> logged(String... modules) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : modules) {
      Path sources = PROJECT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          names.addAll(matches(LOGGED, file));
        }
      }
    }
    return names;
  }

  private static List<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .toList();
  }
}
