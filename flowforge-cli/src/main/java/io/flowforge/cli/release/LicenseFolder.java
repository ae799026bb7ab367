package io.flowforge.cli.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder {@code licenses/} of a release: the texts that come in the jars, each once, and a list
 * that says which apply to which jar. Not thread-safe.
 *
 * @see JarTexts
 */
final class LicenseFolder {

  private static final String LIST = "README.md";

  /**
   * Texts of licenses that jars do not contain, in files named after the SPDX id of the license or
   * after the beginning of the library's name.
   */
  private final Path known;

  private final Path folder;

  /** Where each text is, by its content. */
  private final Map<String, String> written = new HashMap<>();

  LicenseFolder(Path known, Path folder) {
    this.known = known;
    this.folder = folder;
  }

  /**
   * Writes the texts and the list.
   *
   * @throws IllegalStateException if there is a library of whose license there is no text
   */
  void write(List<ReleasedLibrary> libraries, ReleasedJars jars) throws IOException {
    Files.createDirectories(folder);
    var list =
        new StringBuilder(
            """
            # Licenses of the libraries

            The libraries in `lib/` and `lib/embedded/`, as `sbom.cdx.json` lists them. Where there are several licenses, one of
            them applies. The libraries of the console have [a list of their own](console/README.md).

            | library | license | texts |
            |---|---|---|
            """);
    for (ReleasedLibrary library : libraries) {
      if (!library.isOurs()) {
        list.append(row(library, jars.file(library)));
      }
    }
    Files.writeString(folder.resolve(LIST), list);
  }

  private String row(ReleasedLibrary library, Path jar) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean hasLicense = false;
    for (Map.Entry<String, String> text : JarTexts.of(jar).entrySet()) {
      hasLicense |= JarTexts.isLicense(text.getKey());
      texts.add(
          written(library.name() + "-" + library.version() + "/" + text.getKey(), text.getValue()));
    }
    if (!hasLicense) {
      texts.addAll(knownTexts(library));
    }
    return "| %s %s | %s | %s |\n"
        .formatted(
            library.name(),
            library.version(),
            String.join(" or ", library.licenses()),
            String.join(", ", texts.stream().map("[%1$s](%1$s)"::formatted).toList()));
  }

  private List<String> knownTexts(ReleasedLibrary library) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(known)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        String subject = name.substring(0, name.length() - ".txt".length());
        if (library.licenses().contains(subject) || library.name().startsWith(subject)) {
          texts.add(written(name, Files.readString(file)));
        }
      }
    }
    if (texts.isEmpty()) {
      throw new IllegalStateException(
          "%s contains no license, and %s has no text of %s: add one"
              .formatted(library.file(), known, library.licenses()));
    }
    return texts;
  }

  /** Writes the text, unless it has been written, and returns where it is. */
  private String written(String name, String text) throws IOException {
    String earlier = written.putIfAbsent(text, name);
    if (earlier != null) {
      return earlier;
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return name;
  }
}
