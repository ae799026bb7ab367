package io.flowforge.seed.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.InvalidException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What spreadsheets and web pages add to values: mended with a line, or refused, or left alone. */
class CsvValueTest {

  private final Problems problems = new Problems();
  private final CsvValue value = new CsvValue("x.csv:2", "c", problems);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "email| ada@example.com |ada@example.com||",
        "email|[NBSP]ada@example.com|ada@example.com|invisible characters around it|",
        "email|ada@example.com[ZWSP]|ada@example.com|invisible characters around it|",
        "email|[BOM][ZWSP] ada@example.com[ZWJ][LRM]|ada@example.com|invisible characters|",
        "email|mailto:ada@example.com|ada@example.com|'mailto:' was left out|",
        "email|MailTo: ada@example.com|ada@example.com|'mailto:' was left out|",
        "email|ada[ZWSP]@example.com|ada[ZWSP]@example.com||contains the invisible character U+200B",
        "email|ada@[NBSP]example.com|ada@[NBSP]example.com||contains the invisible character U+00A0",
        "email|ada[LF]@example.com|ada[LF]@example.com||contains a line break",
        "id|1.08E+20|1.08E+20||a spreadsheet has rounded",
        "id|1,08E+20|1,08E+20||a spreadsheet has rounded",
        "id|1.08012345678901e+20|1.08012345678901e+20||a spreadsheet has rounded",
        "id|1E-05|1E-05||a spreadsheet has rounded",
        "id|108012345678901000000|108012345678901000000||a spreadsheet has rounded",
        "id|108012345678901234567|108012345678901234567||",
        "id|1.08E20|1.08E20||a spreadsheet has rounded",
        "id|65e20|65e20||",
        "id|65f0E20|65f0E20||",
        "id|E+20|E+20||",
        "id|=\"00123\"|00123|the formula around it|",
        "id|'00123|00123|the apostrophe|",
        "id|'abc|'abc||",
        "id|[NBSP]65f0[NBSP]|65f0|invisible characters around it|",
        "id|65[ZWSP]f0|65[ZWSP]f0||contains the invisible character U+200B",
        "id|65[RLO]f0|65[RLO]f0||reorders text",
        "name|Ada[NBSP]Adler|Ada Adler|unusual spaces|",
        "name|Ada[LF]Adler|Ada Adler|line breaks|",
        "name|Ada[CR][LF]  Adler|Ada   Adler|line breaks|",
        "name|Ad[ZWSP]a|Ada|invisible characters within it|",
        "name|[ZWSP]Ada|Ada|invisible characters around it|",
        "name|Ada[BEL]|Ada[BEL]||control character",
        "name|O'Hara \"Ada\"|O'Hara \"Ada\"||",
        "name|1.08E+20|1.08E+20||a spreadsheet has rounded",
        "secret|pass word|pass word||",
        "secret| secret|| |has spaces at its edges",
        "secret|secret[NBSP]|||has invisible characters at its edges",
        "secret|[ZWSP]secret|||has invisible characters at its edges",
        "secret|1.08E+20|||a spreadsheet has rounded",
        "secret|mailto:x|mailto:x||",
        "secret|[NBSP]|||",
      })
  void isRead(String kind, String written, String read, String mended, String refused) {
    String text = decoded(written);
    var field = new CsvField(text, false, false);
    String result =
        switch (kind) {
          case "email" -> value.email(field);
          case "id" -> value.identifier(field, 99);
          case "name" -> value.name(field, 99);
          default -> value.secret(field, 99);
        };
    boolean isRefused = refused != null && !refused.isBlank();
    if (!isRefused) {
      assertThat(result).isEqualTo(read == null ? "" : decoded(read));
    }
    assertOne(problems.mendings(), mended);
    assertOne(refusals(), refused);
    if (kind.equals("secret") && text.length() > 1) {
      assertThat(refusals() + "" + problems.mendings()).doesNotContain(text);
    }
  }

  @ParameterizedTest
  @CsvSource(value = {"email,ada@example.com", "id,65f0", "name,Ada", "secret,' secret '"})
  void blanksBeforeAQuoteAreLeftOut(String kind, String text) {
    var field = new CsvField(text, true, true);
    String result =
        switch (kind) {
          case "email" -> value.email(field);
          case "id" -> value.identifier(field, 99);
          case "name" -> value.name(field, 99);
          default -> value.secret(field, 99);
        };
    assertThat(result).isEqualTo(text);
    assertThat(problems.mendings())
        .containsExactly("x.csv:2: column 'c': the blanks before its opening quote were left out");
    assertThat(refusals()).isEmpty();
  }

  private static void assertOne(List<String> lines, String part) {
    if (part == null || part.isBlank()) {
      assertThat(lines).isEmpty();
    } else {
      assertThat(lines).singleElement().asString().startsWith("x.csv:2: ").contains(part);
    }
  }

  private static String decoded(String text) {
    return text.replace("[NBSP]", "\u00A0")
        .replace("[ZWSP]", "\u200B")
        .replace("[ZWJ]", "\u200D")
        .replace("[LRM]", "\u200E")
        .replace("[RLO]", "\u202E")
        .replace("[BOM]", "\uFEFF")
        .replace("[BEL]", "\u0007")
        .replace("[CR]", "\r")
        .replace("[LF]", "\n");
  }

  private List<String> refusals() {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (InvalidException e) {
      return e.details();
    }
  }
}
