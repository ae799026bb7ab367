package io.flowforge.load.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of all results. Each section is between two comments with its name, so that a
 * measurement replaces its own section and leaves what others, and people, have written.
 */
public final class ResultsFile {

  private final Path file;

  public ResultsFile(Path file) {
    this.file = file;
  }

  /** Replaces the section, or adds it at the end. */
  public void write(Section section) throws IOException {
    String begin = "<!-- " + section.name() + ": begin -->\n";
    String end = "<!-- " + section.name() + ": end -->\n";
    String text = Files.exists(file) ? Files.readString(file) : "# Results of bench/load\n";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    String block = begin + section.text() + end;
    Files.writeString(
        file,
        from >= 0 && to > from
            ? text.substring(0, from) + block + text.substring(to + end.length())
            : text + "\n" + block);
  }
}
