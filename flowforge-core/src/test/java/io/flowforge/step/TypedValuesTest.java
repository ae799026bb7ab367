package io.flowforge.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.form.rule.InputRules;
import io.flowforge.testing.JsonText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types that steps get for the strings that a store holds. */
class TypedValuesTest {

  private static final Form FORM =
      new Form(
          List.of(
              field("number", "{'format': 'number'}"),
              field("truth", "{'format': 'boolean'}"),
              field("day", "{'format': 'date'}"),
              field("lines", "{'format': 'textarea'}"),
              field("plain", "{}")));

  private static final String ODD_CHARACTERS = "0123456789-+.eE \t\u0661\ud800\ud83d\ude00aNI";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "number ~ 5 ~ 5",
        "number ~ -1.50 ~ -1.50",
        "number ~ 9007199254740993 ~ 9007199254740993",
        "number ~ 9223372036854775808 ~ 9223372036854775808",
        "number ~ 0.1000000000000000055511151231257827 ~ 0.1000000000000000055511151231257827",
        "truth ~ true ~ true",
        "truth ~ false ~ false",
        "day ~ 2026-01-31 ~ \"2026-01-31\"",
        "lines ~ 5 ~ \"5\"",
        "plain ~ 5 ~ \"5\"",
        "plain ~ true ~ \"true\""
      })
  void aSolePlaceholderInJsonBecomesTheTypedValue(String field, String stored, String json) {
    PlaceholderValues values = values(JsonNodeFactory.instance.objectNode().put(field, stored));

    assertThat(values.inJson(JsonText.object("{'v': '${%s}'}".formatted(field))))
        .hasToString("{\"v\":%s}".formatted(json));
    assertThat(values.inJson(JsonText.object("{'v': 'a ${%s}'}".formatted(field))))
        .hasToString("{\"v\":\"a %s\"}".formatted(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1.50", "0.0000001", "100000000000000000000000", "0.00"})
  void inTextANumberIsWhatIsStored(String stored) {
    PlaceholderValues values = values(JsonNodeFactory.instance.objectNode().put("number", stored));

    assertThat(values.inText("${number}")).isEqualTo(stored);
    assertThat(values.inUrl("http://h/${number}?n=${number}"))
        .isEqualTo("http://h/%1$s?n=%1$s".formatted(stored));
    assertThat(values.inHeader("X-N", "${number}")).isEqualTo(stored);
    assertThat(values.inParameters("n=${number}")).isEqualTo("n=" + stored);
    assertThat(values.inJson(JsonText.node("'${number}'")).decimalValue())
        .isEqualByComparingTo(new BigDecimal(stored));
  }

  @Test
  void anEmptyNumberIsNullInJsonAndEmptyInText() {
    PlaceholderValues values =
        values(JsonText.object("{'number': '', 'truth': '', 'day': '', 'plain': ''}"));

    assertThat(
            values.inJson(
                JsonText.node("['${number}', '${truth}', '${day}', '${plain}', '${lines}']")))
        .hasToString("[null,null,\"\",\"\",null]");
    assertThat(values.inText("<${number}${truth}>")).isEqualTo("<>");
  }

  /** What an older release, another program or an older form has accepted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'number': 'five', 'truth': 'yes', 'day': '2026-02-30'}",
        "{'number': '1e999999999', 'truth': 'TRUE'}",
        "{'number': ['5'], 'truth': {'a': 1}, 'day': null, 'other': 5}"
      })
  void whatDoesNotFitStaysAsItIs(String data) {
    assertThat(FormDataTypes.typed(FORM, JsonText.object(data))).isEqualTo(JsonText.object(data));
  }

  @Test
  void blanksOfAnOlderFormAreLeftOut() {
    ObjectNode data = JsonText.object("{'number': ' 5 ', 'truth': 'true ', 'day': ' 2026-01-31'}");

    assertThat(FormDataTypes.typed(FORM, data))
        .isEqualTo(JsonText.object("{'number': 5, 'truth': true, 'day': '2026-01-31'}"));
  }

  @Test
  void dataWithoutFormatsIsNotCopied() {
    ObjectNode data = JsonText.object("{'plain': '5', 'lines': 'x'}");

    assertThat(FormDataTypes.typed(FORM, data)).isSameAs(data);
    assertThat(data).isEqualTo(JsonText.object("{'plain': '5', 'lines': 'x'}"));
  }

  /** Whatever is accepted is accepted again as it is stored, and means the same. */
  @Test
  void whatIsStoredIsAcceptedAgain() {
    var random = new Random(11);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      for (String name : List.of("number", "truth", "day")) {
        data.set(name, value(random));
        try {
          ObjectNode stored = FormDataValidator.validate(FORM, data);
          assertThat(FormDataValidator.validate(FORM, stored)).isEqualTo(stored);
          ObjectNode typed = FormDataTypes.typed(FORM, stored);
          assertThat(new PlaceholderValues(typed).text(name))
              .isEqualTo(stored.path(name).textValue());
          assertThat(typed.path(name).isTextual()).isEqualTo(name.equals("day"));
          accepted++;
        } catch (InvalidException e) {
          assertThat(e.details()).allSatisfy(problem -> assertThat(problem).contains("'" + name));
        }
        data.remove(name);
      }
    }
    assertThat(accepted).isGreaterThan(2_000);
  }

  private static JsonNode value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> JsonNodeFactory.instance.numberNode(random.nextLong());
      case 1 -> JsonNodeFactory.instance.numberNode(random.nextGaussian() * 1e9);
      case 2 ->
          JsonNodeFactory.instance.numberNode(
              BigDecimal.valueOf(random.nextLong(), random.nextInt(-50, 120)));
      case 3 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case 4 ->
          JsonNodeFactory.instance.textNode(
              "%04d-%02d-%02d"
                  .formatted(random.nextInt(10_000), random.nextInt(14), random.nextInt(33)));
      case 5 ->
          JsonNodeFactory.instance.textNode(
              random.nextInt(-99, 100) + "e" + random.nextInt(-120, 120));
      case 6 -> JsonNodeFactory.instance.textNode(" " + random.nextBoolean() + "\u200b");
      default -> {
        var text = new StringBuilder();
        Stream.generate(() -> random.nextInt(ODD_CHARACTERS.length()))
            .limit(random.nextInt(1, 6))
            .forEach(at -> text.append(ODD_CHARACTERS.charAt(at)));
        yield JsonNodeFactory.instance.textNode(text.toString());
      }
    };
  }

  private static PlaceholderValues values(ObjectNode stored) {
    return new PlaceholderValues(FormDataTypes.typed(FORM, stored));
  }

  private static FormField field(String name, String rules) {
    return new FormField(
        name,
        name,
        "",
        FieldType.INPUT,
        false,
        "",
        0,
        List.of(),
        null,
        InputRules.ofStored(JsonText.node(rules)));
  }
}
