package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

  @Test
  void findsNamesInTextsKeysAndWhateverHoldsThem() {
    assertThat(
            Placeholders.namesIn(
                JsonText.node(
                    """
                    {'${a}': 'x ${b}y${c d}', 'n': [1, true, null, ['${e.f}', {'${g}': '${a}'}]]}
                    """)))
        .containsExactly("a", "b", "c d", "e.f", "g");
  }

  @Test
  void findsNamesInAPlainText() {
    assertThat(Placeholders.namesIn(JsonText.node("'${a}-${b}'"))).containsExactly("a", "b");
    assertThat(Placeholders.namesIn(JsonText.node("7"))).isEmpty();
    assertThat(Placeholders.namesIn(JsonText.node("null"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "${a}, <a>",
    "x${a}y${b}z, x<a>y<b>z",
    "$${a}, $<a>",
    "${a, ${a",
    "a}, a}",
    "${}, ${}",
    "$a, $a",
    "{a}, {a}",
    "${a${b}}, ${a<b>}",
    "${ a }, < a >"
  })
  void replacesPlaceholdersAndLeavesTheRest(String text, String replaced) {
    assertThat(Placeholders.replaced(text, name -> "<" + name + ">")).isEqualTo(replaced);
  }

  @Test
  void doesNotLookAtReplacementsAgain() {
    assertThat(Placeholders.replaced("${a}${b}", name -> name.equals("a") ? "${b}" : "${a}"))
        .isEqualTo("${b}${a}");
    assertThat(Placeholders.replaced("${a}{b}", _ -> "$")).isEqualTo("${b}");
  }

  @Test
  void takesDollarsAndBackslashesOfReplacementsAsTheyAre() {
    assertThat(Placeholders.replaced("${a}", _ -> "$1 \\ \\$")).isEqualTo("$1 \\ \\$");
  }

  @Test
  void knowsATextThatIsOnePlaceholder() {
    assertThat(Placeholders.soleNameIn("${a b}")).isEqualTo("a b");
    assertThat(Placeholders.soleNameIn(" ${a}")).isEmpty();
    assertThat(Placeholders.soleNameIn("${a}${b}")).isEmpty();
    assertThat(Placeholders.soleNameIn("")).isEmpty();
  }
}
