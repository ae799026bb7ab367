package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Files with secrets get neither into a commit, nor into a layer of the image, nor into the
 * archive.
 */
class IgnoredSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        ".env.local",
        "server.env",
        "deploy/.env",
        "deploy/.env.production",
        "deploy/kubernetes/example/secret.env",
        "deploy/kubernetes/secret.env.local",
        "deploy/systemd/flowforge.env",
        "tls.key",
        "deploy/tls.key",
        "deploy/kubernetes/base/ca.pem",
        "docs/ca.pem",
        "seed-data/sample/.env"
      })
  void secretsStayWhereTheyAre(String path) throws Exception {
    assertThat(isIgnored(path, ".gitignore")).as("committed").isTrue();
    assertThat(isIgnored(path, ".dockerignore")).as("in a layer").isTrue();
    assertThat(isPacked(path)).as("in the archive").isFalse();
  }

  /** Samples of real people's data have another folder. */
  @ParameterizedTest
  @ValueSource(strings = {"seed-data/user.csv", "seed-data/requests/1.json", "deploy/try.log"})
  void realPeopleAndLogsStayWhereTheyAre(String path) throws Exception {
    assertThat(isIgnored(path, ".gitignore")).as("committed").isTrue();
    assertThat(isIgnored(path, ".dockerignore")).as("in a layer").isTrue();
    assertThat(isPacked(path)).as("in the archive").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deploy/systemd/flowforge.env.example", "seed-data/sample/user.csv", "README.md"})
  void examplesDoNot(String path) throws Exception {
    assertThat(isIgnored(path, ".gitignore")).isFalse();
    assertThat(isIgnored(path, ".dockerignore")).isFalse();
    assertThat(isPacked(path)).isTrue();
    assertThat(isIgnored(".env.example", ".gitignore")).isFalse();
  }

  /** The last pattern that matches the file or a folder above it decides. */
  private static boolean isIgnored(String path, String name) {
    List<String> patterns =
        new DeployedFile(name)
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    boolean isIgnored = false;
    for (String pattern : patterns) {
      boolean isException = pattern.startsWith("!");
      String rest = withoutSlashes(isException ? pattern.substring(1) : pattern);
      // Git takes a pattern without a slash for a name in any folder; Docker does not.
      boolean isAnywhere =
          name.equals(".gitignore") && !pattern.substring(0, pattern.length() - 1).contains("/");
      if (matchesWithFolders(isAnywhere ? "**/" + rest : rest, path)) {
        isIgnored = !isException;
      }
    }
    return isIgnored;
  }

  private static String withoutSlashes(String pattern) {
    String begin = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    return begin.endsWith("/") ? begin.substring(0, begin.length() - 1) : begin;
  }

  private static boolean matchesWithFolders(String pattern, String path) {
    for (Path part = Path.of(path); part != null; part = part.getParent()) {
      if (matches(pattern, part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, Path path) {
    // Java's ** before a slash stands for at least one folder.
    return isMatch(pattern, path)
        || (pattern.startsWith("**/") && isMatch(pattern.substring("**/".length()), path));
  }

  private static boolean isMatch(String glob, Path path) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(path);
  }

  private static boolean isPacked(String path) throws Exception {
    return archiveSets().stream()
        .filter(set -> texts(set, "directory").equals(List.of("..")))
        .anyMatch(
            set ->
                texts(set, "include").stream().anyMatch(glob -> matches(glob, Path.of(path)))
                    && texts(set, "exclude").stream()
                        .noneMatch(glob -> matches(glob, Path.of(path))));
  }

  private static List<Element> archiveSets() throws Exception {
    return elements(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new DeployedFile("flowforge-cli/src/main/archive/archive.xml").path().toFile())
            .getElementsByTagName("fileSet"));
  }

  private static List<String> texts(Element set, String tag) {
    return elements(set.getElementsByTagName(tag)).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> found = new ArrayList<>();
    IntStream.range(0, nodes.getLength()).forEach(at -> found.add((Element) nodes.item(at)));
    return found;
  }
}
