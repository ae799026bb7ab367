package io.flowforge.seed.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.text.Blanks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CSV as people have it: every dialect reads back the same values. */
class CsvDialectTest {

  private static final CsvFile FORMAT =
      new CsvFile("x.csv", List.of("id", "name"), List.of("note", "secret"));

  private Path directory;
  private final Problems problems = new Problems();

  @BeforeEach
  void write(@TempDir Path folder) {
    directory = folder;
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("commas", "id,name\n1,Ada\n"),
        Arguments.of("semicolons", "id;name\n1;Ada\n"),
        Arguments.of("tabs", "id\tname\n1\tAda\n"),
        Arguments.of("bars", "id|name\n1|Ada\n"),
        Arguments.of("sep=", "sep=;\nid;name\n1;Ada\n"),
        Arguments.of("SEP= of a tab", "SEP=\t\r\nid\tname\r\n1\tAda"),
        Arguments.of("sep= in quotes", "\"sep=;\"\nid;name\n1;Ada\n"),
        Arguments.of("sep= with empty columns", "sep=,,,\nid,name,,\n1,Ada,,\n"),
        Arguments.of("another sep=", "sep=:\nid:name\n1:Ada\n"),
        Arguments.of("empty columns at the end", "id,name,,\n1,Ada,,\n"),
        Arguments.of("empty columns at the end of rows", "id,name\n1,Ada,,,\n"),
        Arguments.of("blank columns at the end", "id,name, ,\u00A0\n1,Ada, ,\u200B\n"),
        Arguments.of("no optional fields", "id,name,note,secret\n1,Ada\n"),
        Arguments.of("a byte order mark", "\uFEFFid,name\n1,Ada\n"),
        Arguments.of("a byte order mark and sep=", "\uFEFFsep=;\nid;name\n1;Ada\n"),
        Arguments.of("CRLF", "id,name\r\n1,Ada\r\n"),
        Arguments.of("CR", "id,name\r1,Ada\r"),
        Arguments.of("no last line end", "id,name\n1,Ada"),
        Arguments.of("quotes", "\"id\",\"name\"\n\"1\",\"Ada\"\n"),
        Arguments.of("blanks after a quote", "id,name\n\"1\" ,\"Ada\"\t\n"),
        Arguments.of("blank lines", "\n\n id , name \n\n,\n1 , Ada\n   \n"),
        Arguments.of("upper case", "ID,Name\n1,Ada\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void readsADialectWithoutAWord(String dialect, String text) throws Exception {
    assertThat(read(text)).as(dialect).containsExactly("1=Ada");
    assertThat(problems.mendings()).isEmpty();
    problems.throwIfAny();
  }

  @Test
  void readsQuotedLineBreaks() throws Exception {
    assertThat(read("id,name,secret\n1,\"Ada\r\nA.\",\n2,Bob\n3\n"))
        .containsExactly("1=Ada A.", "2=Bob");
    assertThat(problems.mendings()).singleElement().asString().startsWith("x.csv:2: ");
    assertThat(problemsOf()).singleElement().asString().startsWith("x.csv:5: the row has 1 field");
  }

  @Test
  void saysThatTheDeclaredSeparatorIsWrong() throws Exception {
    assertThat(read("sep=;\nid,name\n1,Ada\n")).containsExactly("1=Ada");
    assertThat(problems.mendings())
        .containsExactly(
            "x.csv:1: the first line declares another separator than the header has; commas were"
                + " read as separators");
  }

  @Test
  void anOpenQuoteHidesNoOtherProblem() throws Exception {
    assertThat(read("id,name\n1,\"Ada\n2,Bob,x\n3,\"Cy\"z\n4,Dan\n")).containsExactly("4=Dan");
    assertThat(problemsOf())
        .containsExactly(
            "x.csv:2: a quote is opened here and never closed; close or double it",
            "x.csv:3: the row has 3 fields and the header 2; add or remove commas, or quote a value"
                + " that contains one",
            "x.csv:4: there is text after a closing quote; double the quotes within a value, or"
                + " remove them");
  }

  @Test
  void manyOpenQuotesTakeNoLongerThanTheirLines() throws Exception {
    assertThat(read("id,name\n" + "1,\"Ada\u00e9\n\n\n\n".repeat(50_000))).isEmpty();
    assertThat(problemsOf()).hasSize(51);
  }

  @Test
  void refusesMoreRowsThanItReads() throws Exception {
    assertThat(read("id,name\n" + "1,A\n".repeat(100_001))).hasSize(100_000);
    assertThat(problemsOf())
        .containsExactly(
            "x.csv:100002: the file has more than 100000 rows; split it into several runs");
  }

  /** Whatever is written in whatever dialect is read again. */
  @Test
  void readsBackWhatIsWrittenInAnyDialect() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      char separator = ",;\t|".charAt(random.nextInt(4));
      String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("id", "name", "note"));
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        rows.add(List.of("x" + text(random), text(random), text(random)));
      }
      var written = new StringBuilder(random.nextBoolean() ? "sep=" + separator + lineEnd : "");
      for (List<String> row : rows) {
        String line = "";
        for (String value : row) {
          line += (line.isEmpty() ? "" : separator) + field(value, separator, random);
        }
        written.append(line).append(random.nextBoolean() ? "" + separator : "").append(lineEnd);
      }
      CsvDialect dialect =
          CsvDialect.of(
              written.toString(), "", new CsvHeader(rows.getFirst(), List.of()).known(), problems);
      assertThat(dialect.separator()).as("seed %d", seed).isEqualTo(separator);
      CsvRecords records = dialect.records(written.toString());
      for (List<String> row : rows) {
        CsvRecord read = records.next().orElseThrow();
        assertThat(read.problem()).as("seed %d: %s", seed, written).isNull();
        assertThat(read.fields().stream().limit(3).map(CsvField::text))
            .as("seed %d: %s", seed, written)
            .containsExactlyElementsOf(row);
      }
      assertThat(records.next()).isEmpty();
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.append("ab,;\t|\"\"\n\r \u00A0\u00e9'=\\".charAt(random.nextInt(16)));
    }
    return text.toString();
  }

  private static String field(String value, char separator, Random random) {
    boolean isPlain =
        value.chars().noneMatch(c -> c == separator || c == '\n' || c == '\r')
            && !Blanks.strip(value).startsWith("\"");
    if (isPlain && random.nextBoolean()) {
      return value;
    }
    String padding = separator == '\t' ? "" : " ".repeat(random.nextInt(2));
    return padding + "\"" + value.replace("\"", "\"\"") + "\"" + padding;
  }

  private List<String> read(String text) throws Exception {
    Files.write(directory.resolve("x.csv"), text.getBytes(StandardCharsets.UTF_8));
    List<String> rows = new ArrayList<>();
    FORMAT.read(
        directory,
        problems,
        row -> rows.add(row.optional("id", 99, problems) + "=" + row.name("name", 99, problems)));
    return rows;
  }

  private List<String> problemsOf() {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (io.flowforge.error.InvalidException e) {
      return e.details();
    }
  }
}
