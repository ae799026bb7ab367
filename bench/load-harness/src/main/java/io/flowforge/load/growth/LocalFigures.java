package io.flowforge.load.growth;

import io.flowforge.cli.files.Directories;
import io.flowforge.load.result.Section;
import io.flowforge.load.stack.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What lists and memory cost in the stack of {@code flowforge up}. */
final class LocalFigures {

  /** As in {@code .mvn/launch}. */
  private static final String HEAP = "-Xmx384m";

  private final Path directory;

  LocalFigures(Path directory) {
    this.directory = directory;
  }

  /** Adds the paragraph and the table for a stack with so many requests. */
  Section addTo(Section section, int requests) {
    deleteDataOfAnEarlierRun();
    run("filled.log", Integer.toString(requests));
    Path figures = run("figures.log");
    List<String> row = new ArrayList<>(List.of("%,d".formatted(requests)));
    row.addAll(Arrays.asList(figuresIn(figures).split(",", -1)));
    return section
        .paragraph(
            """
            The stack of `flowforge up`, started with %s on data that another process has written; half a minute after its start. \
            All requests are of one member. Lists through the API, medians of 100. Resident memory of Java, which is the server and \
            the document store, and of all processes of PostgreSQL; what those share counts once."""
                .formatted(HEAP))
        .table(
            List.of(
                List.of(
                    "requests",
                    "own list, ms",
                    "list of all with a status, ms",
                    "Java, MiB",
                    "PostgreSQL, MiB"),
                row));
  }

  private void deleteDataOfAnEarlierRun() {
    try {
      Directories.delete(directory.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program to its end, and returns the file with its output. */
  private Path run(String log, String... arguments) {
    Path file = directory.resolve(log);
    List<String> all = new ArrayList<>(List.of(directory.resolve("data").toString()));
    all.addAll(List.of(arguments));
    JavaProcess.start(
            List.of(HEAP, "-cp", JavaProcess.classPath()),
            LocalGrowth.class.getName(),
            Map.of(),
            file,
            all.toArray(String[]::new))
        .awaitSuccess();
    return file;
  }

  private static String figuresIn(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(LocalGrowth.FIGURES))
          .map(line -> line.substring(LocalGrowth.FIGURES.length()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there are no figures in " + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
