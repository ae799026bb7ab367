package io.flowforge.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextLimitTest {

  /** Every code point that a name must not contain, by block. */
  static Stream<String> notOneLine() {
    return Stream.of(
            IntStream.rangeClosed(0, 0x1F),
            IntStream.rangeClosed(0x7F, 0x9F),
            IntStream.rangeClosed(0x2028, 0x202E),
            IntStream.rangeClosed(0x2066, 0x2069),
            IntStream.of(0xD800, 0xDBFF, 0xDC00, 0xDFFF))
        .flatMap(IntStream::boxed)
        .map(Character::toString);
  }

  @ParameterizedTest
  @MethodSource("notOneLine")
  void namesAreOneLine(String character) {
    assertThat(TextLimit.NAME.problemsOf("name", "😀" + character + "c"))
        .singleElement()
        .asString()
        .startsWith("field 'name' must not contain ")
        .endsWith("; character 2 is U+%04X".formatted(character.codePointAt(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Zoë", "👩‍👧", "می‌خواهم", "שלום\u200f", "a b", "\u00a0", "\ufffd"})
  void namesOfAllLanguagesPass(String name) {
    assertThat(TextLimit.NAME.problemsOf("name", name)).isEmpty();
  }

  @Test
  void countsCharactersWhateverTheirEncoding() {
    assertThat(TextLimit.NAME.problemsOf("name", "😀".repeat(200))).isEmpty();
    assertThat(TextLimit.NAME.problemsOf("name", "😀".repeat(201)))
        .containsExactly("field 'name' must have at most 200 characters; it has 201");
    assertThat(TextLimit.TEXT.problemsOf("remarks", "x".repeat(10_000))).isEmpty();
    assertThat(TextLimit.TEXT.problemsOf("remarks", "x".repeat(10_001)))
        .containsExactly("field 'remarks' must have at most 10000 characters; it has 10001");
  }

  @Test
  void findsAllProblemsOnceEach() {
    assertThat(TextLimit.NAME.problemsOf("name", "a\u0085\u0086\n\r".repeat(50) + "\ud83d"))
        .containsExactly(
            "field 'name' must have at most 200 characters; it has 251",
            "field 'name' must not contain control characters; character 2 is U+0085",
            "field 'name' must not contain line breaks or tabs; character 4 is U+000A",
            "field 'name' must not contain halves of surrogate pairs; character 251 is U+D83D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\n\tb", "a\u001b\u0085\u2028\u202eb"})
  void longerTextsHaveAnyCharactersThatCanBeStored(String text) {
    assertThat(TextLimit.TEXT.problemsOf("remarks", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud83d", "\udc00\ud83d"})
  void longerTextsHaveNoCharactersThatCannotBeStored(String text) {
    assertThat(TextLimit.TEXT.problemsOf("remarks", text)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "`a\u0080\u009f\r\nb`;`a b`",
        "`a\u2028b\u2029c`;`a b c`",
        "`a\tb`;`a\tb`",
        "`a\ud83db`;`a b`",
        "`a\u202eb`;`a b`",
        "😀;😀"
      })
  void oneLineReplacesTheRest(String text, String line) {
    assertThat(OneLine.of(text)).isEqualTo(line);
  }
}
