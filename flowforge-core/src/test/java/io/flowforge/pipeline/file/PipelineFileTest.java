package io.flowforge.pipeline.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.InvalidException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFileTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1}                        | {\"a\": 1}",
        "a: 1                              | {\"a\": 1}",
        "a: 'x'\\nb: [1, 2.50, -3]          | {\"a\": \"x\", \"b\": [1, 2.50, -3]}",
        "a: no\\nb: on\\nc: y                | {\"a\": \"no\", \"b\": \"on\", \"c\": \"y\"}",
        "no: 1                             | {\"no\": 1}",
        "a: true\\nb: ~\\nc:\\nd: False       | {\"a\": true, \"b\": null, \"c\": null, \"d\": false}",
        "a: 2026-11-26\\nb: 1.2.3\\nc: 12:30 | {\"a\": \"2026-11-26\", \"b\": \"1.2.3\", \"c\": \"12:30\"}",
        "a: '0755'\\nb: 0\\nc: 0.5\\nd: .5    | {\"a\": \"0755\", \"b\": 0, \"c\": 0.5, \"d\": 0.5}",
        "a: >-\\n  x\\n  y\\n                 | {\"a\": \"x y\"}",
        "a: &x {b: 1}\\nc: *x               | {\"a\": {\"b\": 1}, \"c\": {\"b\": 1}}",
        "# c\\n---\\na: 1 # d\\n...\\n         | {\"a\": 1}",
        "a: 123456789012345678901          | {\"a\": 123456789012345678901}",
        "a: 1e3                            | {\"a\": 1e3}",
        "200: x                            | {\"200\": \"x\"}"
      })
  void readsJsonAndYaml(String text, String json) throws Exception {
    JsonNode expected = MAPPER.readTree(json);

    assertThat(MAPPER.readTree(open(text.replace("\\n", "\n")).json().toString()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1,}                   | 1:9: malformed JSON: a comma before '}'; remove it",
        "{\"a\": [1,\\n 2,\\n]}          | 3:1: malformed JSON: a comma before ']'; remove it",
        "{\"a\": 1\\n // x\\n}           | 2:2: malformed JSON: it has no comments",
        "{'a': 1}                      | 1:2: malformed JSON: a single quote",
        "{\"a\": 1                      | malformed JSON: the file ends too early",
        "{\"a\": \\n\\n nope}            | 3:2: malformed JSON: ",
        "{\"a\": 1,\\n \"b\": 2,\\n \"a\": 3} | 3:2: 'a' is already in line 1; remove one of them",
        "{\"a\": 1} {\"b\": 2}           | 1:10: text after the object; write one pipeline",
        "{\"a\": 1}x                    | 1:9: malformed JSON",
        "a: 1\\nb: 2\\na: 3             | 3:1: 'a' is already in line 1; remove one of them",
        "a: 1\\n---\\nb: 2              | 2:1: a second document begins here",
        "a: !!str 1                    | 1:4: the tag ",
        "a: !x {}                      | 1:4: the tag '!x' is not allowed",
        "a: !!python/object:os.x y     | 1:4: the tag ",
        "a: 1\\n<<: {b: 1}              | 2:1: YAML 1.2 has no merge key",
        "a: 0755                       | 1:4: '0755' is a number in base eight",
        "a: 0x1F                       | 1:4: '0x1F' is a number in another base",
        "a: 1_000                      | 1:4: '1_000' is a number to some readers",
        "a: -.inf                      | 1:4: '-.inf' is no number in JSON",
        "a: *b                         | 1:4: *'b' names no value before it",
        "a: &a [*a]                    | 1:8: *'a' names no value before it",
        "? [1]\\n: 2                    | 1:3: a key must be a name",
        "a: 1\\n\\tb: 2                  | 2:1: malformed YAML: ",
        "a: b: c                       | 1:5: malformed YAML: mapping values are not allowed here",
        "a: \"x                         | malformed YAML: ",
        "'%YAML 1.1\\n---\\na: 1'        | 1:1: %YAML names another version",
        "- a                           | 1:1: is not an object; write the fields of one pipeline",
        "x                             | 1:1: is not an object",
        "null                          | 1:1: is not an object",
        "''                            | 1:1: is empty",
        "'# nothing\\n'                 | 1:1: is empty"
      })
  void saysWhatIsWrongAndWhere(String text, String problem) {
    String source = text.replace("\\n", "\n").replace("\\t", "\t");

    assertThatThrownBy(() -> open(source))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure ->
                assertThat(failure.details())
                    .singleElement()
                    .asString()
                    .startsWith("<stdin>:")
                    .contains(problem));
  }

  @Test
  void severalProblemsAreReportedTogether() {
    assertThatThrownBy(() -> open("b: 010\na: !x 1\nb: 2\nc: *d\n"))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure -> {
              assertThat(failure).hasMessage("<stdin> has 4 problems");
              assertThat(failure.details())
                  .extracting(detail -> detail.substring(0, "<stdin>:1:1".length()))
                  .containsExactly("<stdin>:1:4", "<stdin>:2:4", "<stdin>:3:1", "<stdin>:4:4");
            });
  }

  @Test
  void theNameTellsTheFormat() throws Exception {
    assertThat(PipelineFile.read(file("p.json", "\ufeff{\"a\": 1}")).toString())
        .isEqualTo("{\"a\":1}");
    assertThat(PipelineFile.read(file("p.yaml", "\ufeffa: 1\r\n")).toString())
        .isEqualTo("{\"a\":1}");
    assertThat(PipelineFile.read(file("p.YML", "{a: 1}")).toString()).isEqualTo("{\"a\":1}");
    assertProblem(file("q.json", "a: 1"), "q.json:1:1: malformed JSON");
    assertProblem(file("q.yaml", "{\"a\": 1, \"a\": 2}"), "q.yaml:1:10: 'a' is already in line 1");
  }

  @Test
  void whatIsNotATextInUtf8IsRefused() throws Exception {
    Path latin = folder.resolve("l.yaml");
    Files.write(latin, "a: x\nb: é".getBytes(StandardCharsets.ISO_8859_1));
    assertProblem(latin, "l.yaml:2:4: is not UTF-8; save the file in that encoding");
    Path wide = folder.resolve("w.json");
    Files.write(wide, "{}".getBytes(StandardCharsets.UTF_16));
    assertProblem(wide, "w.json:1:1: is not UTF-8");
    Path cut = folder.resolve("c.json");
    Files.write(cut, new byte[] {'{', (byte) 0xe2, (byte) 0x82});
    assertProblem(cut, "c.json:1:2: is not UTF-8");
    assertProblem(file("n.yaml", "a: x\nb: \u0000"), "n.yaml:2:4: contains the control character");
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertThatThrownBy(() -> PipelineFile.read(folder))
        .isInstanceOf(InvalidException.class)
        .hasMessageEndingWith("is a folder; name a file");
    assertThatThrownBy(() -> PipelineFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("there is no file ");
  }

  @Test
  void anEndlessFileIsRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    assertThatThrownBy(() -> PipelineFile.open(endless))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("<stdin> has more than 1048576 bytes");
  }

  /** Each has a short text and would become large, deep or slow. */
  @ParameterizedTest
  @ValueSource(strings = {"laughs", "square", "deep", "braces", "wide", "name", "number", "keys"})
  void aBombIsRefused(String kind) {
    String nine = "[" + "*a, ".repeat(9) + "*a]";
    String text =
        switch (kind) {
          case "laughs" ->
              "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                  + IntStream.range(1, 30)
                      .mapToObj(
                          i -> "k%d: &a%d %s\n".formatted(i, i, nine.replace("*a", "*a" + (i - 1))))
                      .collect(Collectors.joining());
          case "square" ->
              "a: &a [" + "1,".repeat(10_000) + "1]\nb: [" + "*a,".repeat(100_000) + "]";
          case "deep" -> "a: " + "[".repeat(500_000);
          case "braces" -> "{\"a\":".repeat(150_000);
          case "wide" -> "{\"a\": [" + "1,".repeat(400_000) + "1]}";
          case "name" -> "{\"" + "n".repeat(900_000) + "\": 1}";
          case "number" -> "a: " + "9".repeat(900_000);
          default -> "? " + "k".repeat(900_000) + "\n: 1";
        };

    assertThatThrownBy(() -> open(text))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure ->
                assertThat(String.join(" ", failure.details()))
                    .containsAnyOf("at most", "too long")
                    .hasSizeLessThan(2_000));
  }

  /** Whatever is written: a result or problems, never another failure. */
  @RepeatedTest(300)
  void anyTextIsReadOrRefused(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    List<String> pieces =
        List.of(
            "a", ": ", ":", "\n", "  ", "- ", "[", "]", "{", "}", ",", "\"", "'", "&x ", "*x",
            "!t ", "|", ">", "#", "---\n", "...\n", "\t", "1", "0", "é", "😀", "\u2028", "\r", "? ",
            "<<", "%", "@", "\\", "\\ud800", "null", ".5", "\u0085", "\u0001");
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }

    try {
      assertThat(open(text.toString()).json()).isNotNull();
    } catch (InvalidException e) {
      assertThat(e.details()).isNotEmpty().allMatch(detail -> detail.startsWith("<stdin>:"));
    }
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static PipelineFile open(String text) {
    return PipelineFile.open(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static void assertProblem(Path file, String problem) {
    assertThatThrownBy(() -> PipelineFile.read(file))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure -> assertThat(failure.details()).singleElement().asString().contains(problem));
  }
}
