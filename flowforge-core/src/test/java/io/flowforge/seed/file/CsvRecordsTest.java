package io.flowforge.seed.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record is read as: what is written, but for the quotes around a field. */
class CsvRecordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          5" disk,x!5" disk|x
          a "b" c,x!a "b" c|x
          a""b,x!a""b|x
          a",b!a"|b
          'a','b!'a'|'b
          \\a\\,"b\\",c!\\a\\|b\\|c
          "a,""b""\",x!a,"b"|x
          ""\"a""\",""\""!"a"|"
          ,"",!||
            a , b !  a | b\s
            "a" ,[TAB]" b "[TAB]!a| b\s
          "a[LF]b[CR][LF]c[CR]d",e!a[LF]b[CR][LF]c[CR]d|e
          a[NUL]b,"[NUL]"!a[NUL]b|[NUL]
          """)
  void readsWhatIsWritten(String record, String values) {
    assertThat(read(',', decoded(record))).isEqualTo(decoded(values));
  }

  @ParameterizedTest
  @ValueSource(chars = {' ', 'a', '0', '\\', '\'', '.', '\u00e9', '\u3001', '\0'})
  void readsAnySeparatorThatAFileDeclares(char separator) {
    String record = "\"1" + separator + "\"" + separator + "2\"3" + separator;
    assertThat(read(separator, record)).isEqualTo("1" + separator + "|2\"3|");
  }

  @Test
  void readsALongField() {
    String text = "a,\"\"".repeat(1_000_000);
    assertThat(read(',', "\"" + text + "\",b")).isEqualTo(text.replace("\"\"", "\"") + "|b");
  }

  @ParameterizedTest
  @CsvSource({
    "1023,",
    "1024,the row has more than 1024 fields; remove the empty columns",
    "9000000,the row has more than 1024 fields; remove the empty columns"
  })
  void refusesMoreFieldsThanItReads(int separators, String problem) {
    var records = new CsvRecords(",".repeat(separators) + "\"x\"\na", ',', 0, 1);
    CsvRecord wide = records.next().orElseThrow();
    assertThat(wide.line()).isEqualTo(1);
    assertThat(wide.fields()).hasSize(1024);
    assertThat(wide.problem()).isEqualTo(problem);
    assertThat(records.next().orElseThrow().line()).isEqualTo(2);
  }

  private static String read(char separator, String record) {
    var records = new CsvRecords(record + "\n", separator, 0, 1);
    CsvRecord read = records.next().orElseThrow();
    assertThat(read.problem()).isNull();
    assertThat(records.next()).isEmpty();
    return String.join("|", read.fields().stream().map(CsvField::text).toList());
  }

  private static String decoded(String text) {
    return text.replace("[TAB]", "\t")
        .replace("[CR]", "\r")
        .replace("[LF]", "\n")
        .replace("[NUL]", "\0");
  }
}
