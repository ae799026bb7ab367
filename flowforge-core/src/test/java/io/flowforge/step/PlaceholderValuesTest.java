package io.flowforge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input of a requester always remains data. */
class PlaceholderValuesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "abcXYZ019-._~, abcXYZ019-._~",
        "a b, a%20b",
        "a/b, a%2Fb",
        "a?b=c&d#e, a%3Fb%3Dc%26d%23e",
        "user:pw@evil.example, user%3Apw%40evil.example",
        "a/.../b.c/..d, a%2F...%2Fb.c%2F..d",
        "a\\b, a%5Cb",
        "%2e%2e, %252e%252e",
        "\"a\r\nb\", a%0D%0Ab",
        "a+b, a%2Bb",
        "ä€😀, %C3%A4%E2%82%AC%F0%9F%98%80",
        "..., ...",
        "'\", %27%22"
      })
  void percentEncodesInAUrl(String value, String encoded) {
    assertThat(of(value).inUrl("https://h/x/${v}/y?q=${v}"))
        .isEqualTo("https://h/x/" + encoded + "/y?q=" + encoded);
  }

  /** Rejected although they are encoded: some proxies decode a path before they resolve it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        "../../admin",
        "..\\admin",
        "a/..",
        "a/./b",
        "a\\..\\b",
        "/../admin",
        "a/../",
        "\n/.."
      })
  void refusesDotSegmentsInAUrl(String value) {
    for (String url :
        new String[] {"https://h/x/${v}/y?q=1", "https://h/${v}", "https://h/x-${v}"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(value).inUrl(url))
          .withMessageMatching(
              "the value of 'v' must not contain the segment '\\.\\.?' in the path of a URL");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', /admin, /compare/${a}..${b}",
    "x/, '', /compare/${a}..${b}",
    "'', '', /x/%2e${a}%2E/${b}",
    "'', '', /x%2f${a}..%5c${b}"
  })
  void refusesDotSegmentsThatTheValuesMakeTogether(String a, String b, String path) {
    PlaceholderValues both = values("{'a': '%s', 'b': '%s'}".formatted(a, b));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.inUrl("https://h" + path))
        .withMessage("the values must not form a '.' or '..' segment in the path of the URL");
  }

  @Test
  void keepsTheDotSegmentsOfAPipeline() {
    assertThat(values("{'a': 'v1', 'b': 'v2'}").inUrl("https://h/./../${a}..${b}/../x"))
        .isEqualTo("https://h/./../v1..v2/../x");
  }

  @Test
  void acceptsDotSegmentsInAQuery() {
    assertThat(of("../admin").inUrl("https://h/x?q=${v}")).isEqualTo("https://h/x?q=..%2Fadmin");
    assertThat(of("..").inUrl("https://h/x/${w?}?q=${v}&r=${v}"))
        .isEqualTo("https://h/x/?q=..&r=..");
  }

  @Test
  void aQuestionInANameBeginsNoQuery() {
    var values = values("{'who?': 'Mike', 'v': '..'}");

    assertThatIllegalArgumentException().isThrownBy(() -> values.inUrl("https://h/${who?}/${v}"));
  }

  @Test
  void writesTypesAsStringsInAUrl() {
    var values = values("{'n': 1.50, 'b': true, 'list': ['a b', 'c,d'], 'none': null, 'e': []}");

    assertThat(values.inUrl("/${n}/${b}/${list}")).isEqualTo("/1.5/true/a%20b%2Cc%2Cd");
    assertThat(values.inUrl("/x${none}${missing}${e}y")).isEqualTo("/xy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Admin: 1", "a\nb", "a\rb", "a\0b", "a\u007fb", "\n"})
  void refusesWhatWouldEndAHeader(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(value).inHeader("X", "Bearer ${v}"))
        .withMessage(
            "the value of 'v' must not contain line breaks or control characters in a header");
  }

  @Test
  void acceptsEverythingPrintableAsAWholeHeader() {
    assertThat(of("a\tb; \"c\", <d>=e").inHeader("Cookie", "${v}")).isEqualTo("a\tb; \"c\", <d>=e");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("ä").inHeader("X", "${v}"))
        .withMessage("the value of 'v' must consist of ASCII characters in the header 'X'");
  }

  @Test
  void doesNotExpandValuesAgain() {
    var values = values("{'v': '${secret}', 'secret': 'S', 'list': ['${secret}']}");

    assertThat(values.inText("${v}")).isEqualTo("${secret}");
    assertThat(values.inHeader("X", "${v}")).isEqualTo("${secret}");
    assertThat(values.inUrl("/${v}")).isEqualTo("/%24%7Bsecret%7D");
    assertThat(values.inJson(JsonText.node("['${v}', 'x${v}', '${list}', {'${v}': 1}]")))
        .isEqualTo(JsonText.node("['${secret}', 'x${secret}', ['${secret}'], {'${secret}': 1}]"));
  }

  @Test
  void doesNotFormPlaceholdersFromValues() {
    var values = values("{'a': '${', 'b': 'secret}', 'secret': 'S'}");

    assertThat(values.inText("${a}${b}")).isEqualTo("${secret}");
  }

  @Test
  void keepsTheTypeOfAValueThatStandsAlone() {
    var values = values("{'n': 7, 'b': true, 'list': ['x', 'y'], 'none': null, 's': '7'}");

    assertThat(
            values.inJson(
                JsonText.node(
                    "['${n}', '${b}', '${list}', '${none}', '${missing}', '${s}', {'k': '${n}'}]")))
        .isEqualTo(JsonText.node("[7, true, ['x', 'y'], null, null, '7', {'k': 7}]"));
  }

  @Test
  void writesTextWhereAValueDoesNotStandAlone() {
    var values = values("{'n': 7, 'b': true, 'list': ['x', 'y'], 'none': null}");

    assertThat(values.inJson(JsonText.node("['n=${n}', '${b} ', '[${list}]', '<${none}>']")))
        .isEqualTo(JsonText.node("['n=7', 'true ', '[x,y]', '<>']"));
  }

  @Test
  void keepsTheRestOfJson() {
    var template = JsonText.node("{'a': 1, 'b': [true, null, 1.5, {}], 'c': 'x', 'd': {'e': []}}");

    assertThat(values("{}").inJson(template)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"", "\", \"admin\": true, \"x\": \"", "\\", "\\\"", "a\nb", "\u0000", "\u2028"})
  void nothingBreaksOutOfJson(String value) {
    String written =
        of(value).inJson(JsonText.node("{'v': '${v}', 'w': 'x${v}y', '${v}k': 1}")).toString();

    ObjectNode read = JsonText.object(written);
    assertThat(read.size()).isEqualTo(3);
    assertThat(read.path("v").textValue()).isEqualTo(value);
    assertThat(read.path("w").textValue()).isEqualTo("x" + value + "y");
    assertThat(read.path(value + "k").intValue()).isEqualTo(1);
  }

  @Test
  void aKeyOfARequesterCannotReplaceAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("admin").inJson(JsonText.node("{'admin': false, '${v}': true}")))
        .withMessage("the data contains the key 'admin' twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("admin").inJson(JsonText.node("{'${v}': true, 'admin': false}")));
  }

  private static PlaceholderValues values(String json) {
    return new PlaceholderValues(JsonText.object(json));
  }

  private static PlaceholderValues of(String value) {
    return new PlaceholderValues(JsonNodeFactory.instance.objectNode().put("v", value));
  }
}
