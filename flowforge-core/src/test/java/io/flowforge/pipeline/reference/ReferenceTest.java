package io.flowforge.pipeline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.TemplatePiece;
import io.flowforge.pipeline.reference.ValueReference.FieldValue;
import io.flowforge.pipeline.reference.ValueReference.LiteralText;
import io.flowforge.pipeline.reference.ValueReference.OtherValue;
import io.flowforge.pipeline.reference.ValueReference.OutputValue;
import io.flowforge.pipeline.reference.ValueReference.RequestValue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of what stands between the braces of a placeholder. */
class ReferenceTest {

  /** The forms of older pipelines may have fields of any of these names. */
  private static final Set<String> FIELDS =
      Set.of("who", "a.b", "steps.old.id", "request.id", "odd ?? 'x'", "all[*]", "boxes", "??");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          who                      | field who |
          a.b                      | field a.b |
          steps.old.id             | field steps.old.id |
          request.id               | field request.id |
          odd ?? 'x'               | field odd ?? 'x' |
          all[*]                   | field all[*] |
          ??                       | field ?? |
          boxes[*]                 | repeated boxes |
          all[*][*]                | repeated all[*] |
          steps.repo.id            | output repo id |
          steps.a_1.b_2            | output a_1 b_2 |
          request.user_id          | request user_id |
          request.nothing          | request nothing |
          '${'                     | literal ${ |
          who ?? 'nobody'          | field who | nobody
          who??'nobody'            | field who | nobody
          who  ??  ''              | field who | ~~
          who ?? 'it''s ?? me'     | field who | it's ?? me
          steps.repo.id ?? 'none'  | output repo id | none
          request.user_name ?? 'x' | request user_name | x
          whom                     | other whom |
          whom ?? 'x'              | other whom | x
          who ?? nobody            | other who ?? nobody |
          who ?? "nobody"          | other who ?? "nobody" |
          who ?? 'a'b'             | other who ?? 'a'b' |
          who ?? '                 | other who ?? ' |
          ?? 'x'                   | other  | x
          steps.Repo.id            | other steps.Repo.id |
          steps.repo               | other steps.repo |
          steps.repo.id.x          | other steps.repo.id.x |
          steps..id                | other steps..id |
          steps.repo.id[*]         | other steps.repo.id[*] |
          secret.TOKEN             | other secret.TOKEN |
          """)
  void aNameMeansOneThing(String name, String source, String fallback) {
    ValueReference reference = ValueReference.of(name, FIELDS::contains);

    assertThat(shown(reference.source())).isEqualTo(source.equals("other") ? "other " : source);
    assertThat(reference.fallback()).isEqualTo(fallback);
  }

  private static String shown(ValueReference.ReferenceSource source) {
    return switch (source) {
      case FieldValue(String name, boolean repeats) -> (repeats ? "repeated " : "field ") + name;
      case OutputValue(String step, String output) -> "output " + step + " " + output;
      case RequestValue(String name) -> "request " + name;
      case LiteralText(String text) -> "literal " + text;
      case OtherValue(String name) -> "other " + name;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ${'${'}         | '${'
          a${'${'}b}      | '${'
          ${'${'}${who}   | '${',who
          ${who}${'${'}   | who,'${'
          $${who}         | who
          ${'${'          | ~~
          ${'${ '}        | ~ '~
          ${'$'}          | '$'
          """)
  void aLiteralIsAPlaceholderOfItsOwn(String text, String names) {
    assertThat(String.join(",", Placeholders.namesIn(text))).isEqualTo(names);
    String pieces =
        TemplatePiece.of(text).stream()
            .map(
                piece ->
                    switch (piece) {
                      case TemplatePiece.Literal(String literal) -> literal;
                      case TemplatePiece.Placeholder placeholder -> placeholder.text();
                    })
            .reduce("", String::concat);
    assertThat(pieces).isEqualTo(text);
    assertThat(Placeholders.masked(text)).hasSameSizeAs(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://h/?t=${boxes[*]}                | true
          http://h/?a=1&t=${boxes[*]}            | true
          http://h/?t=${boxes[*]}&a=1            | true
          http://h/?t=${boxes[*]}#x              | true
          http://h/?${who}=${boxes[*]}           | true
          http://h/?t=${boxes[*]}&u=${boxes[*]}  | true
          http://h/${boxes[*]}                   | false
          http://h/${boxes[*]}?a=1               | false
          http://h/?${boxes[*]}                  | false
          http://h/?t=x${boxes[*]}               | false
          http://h/?t=${boxes[*]}x               | false
          http://h/?t=a=${boxes[*]}              | false
          http://h/?t=1#u=${boxes[*]}            | false
          http://h/?t=${boxes[*]}&u=x${boxes[*]} | false
          """)
  void aParameterIsRepeatedOnlyIfItHasNoOtherValue(String url, boolean isWhole) {
    assertThat(RepeatedParameter.isWholeValue(url, Placeholders.masked(url), "${boxes[*]}"))
        .isEqualTo(isWhole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "repo", "a_b", "x1"})
  void namesAreShortWords(String name) {
    assertThat(FlowName.isValid(name)).isTrue();
    assertThat(FlowName.isValid(name + "x".repeat(65 - name.length()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "_a", "a-b", "a.b", "ä", "a b"})
  void otherNamesAreRefused(String name) {
    assertThat(FlowName.isValid(name)).isFalse();
  }

  @Test
  void aQueryIsSplitBetweenItsParameters() {
    String query = "a=${x ?? '&'}&b=2";
    assertThat(RepeatedParameter.split(query, Placeholders.masked(query)))
        .containsExactly("a=${x ?? '&'}", "b=2");
  }
}
