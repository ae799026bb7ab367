package io.flowforge.pipeline.form.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.testing.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of an input: which of them make sense, and what they say about values. */
class FieldRulesTest {

  private static final String EMPTY = "{}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'format': null, 'pattern': null, 'min': null, 'max': null, 'max_length': null}",
        "{'format': '', 'pattern': '', 'min': '', 'max': ''}"
      })
  void noRulesAreNone(String rules) {
    assertThat(read(rules)).isEqualTo(InputRules.NONE);
    assertThat(read(rules).toJson()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'format':'number'}",
        "{'format':'number','pattern':'-?[0-9]+','min':-1,'max':1}",
        "{'format':'number','min':9007199254740993,'max':123456789012345678901234567890}",
        "{'format':'number','min':0.1,'max':0.1}",
        "{'format':'date','min':'2026-01-31','max':'2026-01-31'}",
        "{'format':'boolean'}",
        "{'format':'textarea','pattern':'(?s).*','max_length':262144}",
        "{'pattern':'[a-z]+','max_length':1}"
      })
  void rulesComeBackFromTheApiAndFromAStoreAsTheyWere(String rules) {
    InputRules read = read(rules);

    assertThat(read.toJson()).hasToString(rules.replace('\'', '"'));
    assertThat(read(read.toJson().toString())).isEqualTo(read);
    assertThat(InputRules.ofStored(read.toStored())).isEqualTo(read);
  }

  @Test
  void aLimitWithMoreDigitsThanADoubleIsWrittenAsAString() {
    InputRules read = read("{'format': 'number', 'min': '0.12345678901234567890'}");

    assertThat(read.toJson()).hasToString("{\"format\":\"number\",\"min\":0.12345678901234567890}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'format': 'numbr'}~ format: 'numbr' is unknown; write 'number'",
        "{'format': 'email'}~ format: 'email' is unknown; the known names are boolean, date, number, textarea",
        "{'format': 7}~ format: '7' is unknown; the known names are boolean, date, number, textarea",
        "{'min': 1}~ min: limits the formats number and date; set format, or use min_length",
        "{'format': 'textarea', 'max': 1}~ max: limits the formats number and date; set format, or use max_length",
        "{'format': 'boolean', 'min': 1}~ min: does not apply to the format boolean; remove it",
        "{'format': 'number', 'min': 'a'}~ min: must be a number such as 5 or -1.5; it is \"a\"",
        "{'format': 'number', 'min': true}~ min: must be a number such as 5 or -1.5",
        "{'format': 'number', 'min': 1e400}~ min: must be a number such as 5 or -1.5; it is \"Infinity\"",
        "{'format': 'number', 'min': ' '}~ min: is blank; write a number, or remove it",
        "{'format': 'number', 'min': 2, 'max': 1}~ min: 2 is more than max, 1; swap them",
        "{'format': 'number', 'min': 10, 'max': 9.5}~ min: 10 is more than max, 9.5; swap them",
        "{'format': 'date', 'min': 2026}~ min: must be a date such as \"2026-01-31\"",
        "{'format': 'date', 'min': '2026-02-30'}~ min: must be a day of the calendar; there is no 2026-02-30",
        "{'format': 'date', 'min': '2026-02-02', 'max': '2026-02-01'}~ min: 2026-02-02 is more than max, 2026-02-01; swap them",
        "{'format': 'number', 'max_length': 3}~ max_length: does not apply to the format number; use max",
        "{'format': 'boolean', 'max_length': 3}~ max_length: does not apply to the format boolean; remove it",
        "{'max_length': 0}~ max_length: must be a whole number from 1 to 262144",
        "{'max_length': -1}~ max_length: must be a whole number from 1 to 262144",
        "{'max_length': 262145}~ max_length: must be a whole number from 1 to 262144",
        "{'max_length': 99999999999}~ max_length: must be a whole number from 1 to 262144",
        "{'max_length': 1.5}~ max_length: must be a whole number from 1 to 262144",
        "{'max_length': '5'}~ max_length: must be a whole number from 1 to 262144",
        "{'format': 'date', 'pattern': 'a'}~ pattern: does not apply to the format date; remove it",
        "{'format': 'boolean', 'pattern': 'a'}~ pattern: does not apply to the format boolean; remove it",
        "{'pattern': 7}~ pattern: must be a string, a regular expression in the syntax of RE2",
        "{'pattern': 'a\\nb'}~ pattern: field 'pattern' must not contain line breaks or tabs; character 2 is U+000A"
      })
  void whatMakesNoSenseIsRefusedWithACure(String rules, String problem) {
    assertThat(problems(rules, 0)).containsExactly(problem);
  }

  @Test
  void allProblemsAreFoundAtOnce() {
    assertThat(
            problems(
                "{'format': 'date', 'pattern': 'a', 'min': 1, 'max': 'x', 'max_length': 1}", 3))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly("min", "max", "min_length", "pattern", "max_length");
    assertThat(problems("{'format': '?', 'pattern': '(', 'max_length': 0}", 0)).hasSize(3);
  }

  @Test
  void lengthsMustNotContradict() {
    assertThat(problems("{'max_length': 2}", 3))
        .containsExactly("max_length: 2 is less than min_length, 3; swap them");
    assertThat(problems("{'max_length': 3}", 3)).isEmpty();
    assertThat(problems("{'format': 'number'}", 3))
        .containsExactly("min_length: does not apply to the format number; remove it");
    assertThat(problems(EMPTY, 3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'format': 'number'}~ '5'~ 5",
        "{'format': 'number'}~ 5~ 5",
        "{'format': 'number'}~ ' 5\\t'~ 5",
        "{'format': 'number'}~ '1.10'~ 1.10",
        "{'format': 'number'}~ '1e3'~ 1000",
        "{'format': 'number'}~ '1E-3'~ 0.001",
        "{'format': 'number'}~ '-0'~ 0",
        "{'format': 'number'}~ -0.0~ 0.0",
        "{'format': 'number'}~ '0e99'~ 0",
        "{'format': 'number'}~ '9007199254740993'~ 9007199254740993",
        "{'format': 'number'}~ 18446744073709551616~ 18446744073709551616",
        "{'format': 'number', 'min': 1, 'max': 10}~ '1.0'~ 1.0",
        "{'format': 'number', 'min': 1, 'max': 10}~ '10'~ 10",
        "{'format': 'number', 'pattern': '[0-9]+'}~ '7'~ 7",
        "{'format': 'boolean'}~ true~ true",
        "{'format': 'boolean'}~ 'false'~ false",
        "{'format': 'date'}~ '2024-02-29'~ 2024-02-29",
        "{'format': 'date', 'min': '2026-01-01', 'max': '2026-12-31'}~ '2026-12-31'~ 2026-12-31",
        "{'max_length': 3}~ '😀😀😀'~ 😀😀😀",
        "{'pattern': '[a-z]+'}~ 'abc'~ abc",
        "{'pattern': '.'}~ '😀'~ 😀"
      })
  void aValueThatFitsIsStoredAsAString(String rules, String value, String stored) {
    ObjectNode data = accepted(rules, JsonText.node(value));

    assertThat(data.path("x").isTextual()).isTrue();
    assertThat(data.path("x").textValue()).isEqualTo(stored);
    assertThat(accepted(rules, data.path("x"))).isEqualTo(data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "boolean", "date", "textarea"})
  void anOptionalValueMayBeEmpty(String format) {
    String rules = "{'format': '%s'}".formatted(format);

    assertThat(accepted(rules, JsonText.node("''"))).hasToString("{\"x\":\"\"}");
    assertThat(FormDataValidator.validate(form(rules, false), JsonText.object(EMPTY))).isEmpty();
    assertThat(refused(rules, true, JsonText.node("''")))
        .containsExactly("missing required field: 'x'");
  }

  @Test
  void anOptionalNumberOfBlanksIsEmpty() {
    assertThat(accepted("{'format': 'number', 'min': 1}", JsonText.node("' \\u00a0'")))
        .hasToString("{\"x\":\"\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'format': 'number'}~ 'five'~ must be a number such as 5 or -1.5; it is \"five\"",
        "{'format': 'number'}~ '+5'~ must be a number such as 5 or -1.5; it is \"+5\"",
        "{'format': 'number'}~ '05'~ must be a number such as 5 or -1.5; it is \"05\"",
        "{'format': 'number'}~ '.5'~ must be a number such as 5 or -1.5; it is \".5\"",
        "{'format': 'number'}~ '5.'~ must be a number such as 5 or -1.5; it is \"5.\"",
        "{'format': 'number'}~ '1,5'~ must be a number such as 5 or -1.5; it is \"1,5\"",
        "{'format': 'number'}~ '-'~ must be a number such as 5 or -1.5; it is \"-\"",
        "{'format': 'number'}~ '1e'~ must be a number such as 5 or -1.5; it is \"1e\"",
        "{'format': 'number'}~ '1e+'~ must be a number such as 5 or -1.5; it is \"1e+\"",
        "{'format': 'number'}~ '1f'~ must be a number such as 5 or -1.5; it is \"1f\"",
        "{'format': 'number'}~ '0x10'~ must be a number such as 5 or -1.5; it is \"0x10\"",
        "{'format': 'number'}~ 'NaN'~ must be a number such as 5 or -1.5; it is \"NaN\"",
        "{'format': 'number'}~ 'Infinity'~ must be a number such as 5 or -1.5; it is \"Infinity\"",
        "{'format': 'number'}~ '١٢'~ must be a number such as 5 or -1.5; it is \"١٢\"",
        "{'format': 'number'}~ '5 5'~ must be a number such as 5 or -1.5; it is \"5 5\"",
        "{'format': 'number'}~ '1e999999999'~ must have at most 100 digits, written without an exponent; it is \"1e999999999\"",
        "{'format': 'number'}~ '1e-99999999999999999999'~ must have at most 100 digits, written without an exponent; it is \"1e-99999999999999999999\"",
        "{'format': 'number'}~ '1e100'~ must have at most 100 digits, written without an exponent; it is \"1e100\"",
        "{'format': 'number'}~ '0e-100'~ must have at most 100 digits, written without an exponent; it is \"0e-100\"",
        "{'format': 'number'}~ true~ must be a number such as 5 or -1.5",
        "{'format': 'number'}~ [5]~ must be a number such as 5 or -1.5",
        "{'format': 'number', 'min': 1, 'max': 10}~ 0~ must be at least 1 (min); it is 0",
        "{'format': 'number', 'min': 1, 'max': 10}~ '0.999999999999999999999'~ must be at least 1 (min); it is 0.999999999999999999999",
        "{'format': 'number', 'min': 1, 'max': 10}~ '10.1'~ must be at most 10 (max); it is 10.1",
        "{'format': 'number', 'pattern': '[0-9]+'}~ 1.5~ must match the pattern [0-9]+ as a whole; it is \"1.5\"",
        "{'format': 'boolean'}~ 'yes'~ must be true or false; it is \"yes\"",
        "{'format': 'boolean'}~ 'True'~ must be true or false; it is \"True\"",
        "{'format': 'boolean'}~ 1~ must be true or false",
        "{'format': 'date'}~ '2026-02-30'~ must be a day of the calendar; there is no 2026-02-30",
        "{'format': 'date'}~ '2026-00-01'~ must be a day of the calendar; there is no 2026-00-01",
        "{'format': 'date'}~ '2025-02-29'~ must be a day of the calendar; there is no 2025-02-29",
        "{'format': 'date'}~ '0000-01-01'~ must be a day of the calendar; there is no 0000-01-01",
        "{'format': 'date'}~ '31.01.2026'~ must be a date such as 2026-01-31; it is \"31.01.2026\"",
        "{'format': 'date'}~ '2026-1-31'~ must be a date such as 2026-01-31; it is \"2026-1-31\"",
        "{'format': 'date'}~ '٢٠٢٦-٠١-٣١'~ must be a date such as 2026-01-31; it is \"٢٠٢٦-٠١-٣١\"",
        "{'format': 'date'}~ '2026-01-31T00:00:00Z'~ must be a date such as 2026-01-31; it is \"2026-01-31T00:00:00Z\"",
        "{'format': 'date'}~ 20260131~ must be a date such as \"2026-01-31\"",
        "{'format': 'date', 'min': '2026-01-01'}~ '2025-12-31'~ must be at least 2026-01-01 (min); it is 2025-12-31",
        "{'format': 'date', 'max': '2026-01-01'}~ '2026-01-02'~ must be at most 2026-01-01 (max); it is 2026-01-02",
        "{'format': 'textarea'}~ 5~ must be a string",
        "{'max_length': 2}~ 'abc'~ must have at most 2 characters (max_length); it has 3",
        "{'pattern': '[a-z]+'}~ 'abC'~ must match the pattern [a-z]+ as a whole; it is \"abC\"",
        "{'pattern': '[a-z]+'}~ 'abc\\n'~ must match the pattern [a-z]+ as a whole; it is \"abc\\n\"",
        "{'pattern': 'a|b'}~ 'ab'~ must match the pattern a|b as a whole; it is \"ab\"",
        "{'pattern': '^$'}~ 'a'~ must match the pattern ^$ as a whole; it is \"a\""
      })
  void aMessageNamesFieldRuleAndLimit(String rules, String value, String problem) {
    assertThat(refused(rules, false, JsonText.node(value))).containsExactly("field 'x' " + problem);
  }

  @Test
  void allRulesThatAValueViolatesAreNamed() {
    assertThat(
            refused(
                "{'format': 'number', 'pattern': '[0-9]+', 'max': 1}", false, JsonText.node("2.5")))
        .hasSize(2);
  }

  @Test
  void aMessageQuotesTheBeginningOfAValueOnly() {
    String large = "x".repeat(1_000_000);
    for (String rules :
        List.of(
            "{'format': 'number'}",
            "{'format': 'boolean'}",
            "{'format': 'date'}",
            "{'pattern': 'a'}",
            "{'max_length': 1}")) {
      assertThat(refused(rules, false, JsonNodeFactory.instance.textNode(large)))
          .singleElement()
          .satisfies(problem -> assertThat(problem.length()).isLessThan(200));
    }
    JsonNode digits = JsonNodeFactory.instance.textNode("9".repeat(1_000_000));
    assertThat(refused("{'format': 'number'}", false, digits))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("at most 100 digits"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "'x'",
        "[]",
        "null",
        "{'format': 'email', 'pattern': 'a'}",
        "{'format': ['number']}",
        "{'format': 'number', 'min': 'a'}",
        "{'format': 'number', 'min': 2, 'max': 1}",
        "{'min': '1'}",
        "{'pattern': {'a': 1}}",
        "{'max_length': '5'}",
        "{'max_length': -5}"
      })
  void whatAStoreHoldsAndNobodyUnderstandsIsNoRule(String stored) {
    assertThat(InputRules.ofStored(JsonText.node(stored))).isEqualTo(InputRules.NONE);
  }

  @Test
  void aStoredPatternThatDoesNotCompileRefusesNothing() {
    InputRules rules = InputRules.ofStored(JsonText.node("{'pattern': '((a{900}){900}){900}('}"));

    assertThat(rules.problemsOf("anything")).isEmpty();
  }

  @Test
  void aRuleOfALaterReleaseLeavesTheOthersInForce() {
    assertThat(InputRules.ofStored(JsonText.node("{'max_length': 5, 'colour': 'red'}")))
        .isEqualTo(new InputRules(ValueFormat.TEXT, "", "", "", 5));
  }

  private static InputRules read(String rules) {
    List<String> problems = new ArrayList<>();
    InputRules read =
        new RulesReader()
            .read(draft(rules), 0, (name, problem) -> problems.add(name + ": " + problem));
    assertThat(problems).isEmpty();
    return read;
  }

  private static List<String> problems(String rules, int minLength) {
    List<String> problems = new ArrayList<>();
    var _ =
        new RulesReader()
            .read(draft(rules), minLength, (name, problem) -> problems.add(name + ": " + problem));
    return problems;
  }

  private static RulesDraft draft(String rules) {
    JsonNode json = JsonText.node(rules);
    return new RulesDraft(
        json.get("format"),
        json.get("pattern"),
        json.get("min"),
        json.get("max"),
        json.get("max_length"));
  }

  private static Form form(String rules, boolean isRequired) {
    return new Form(
        List.of(
            new FormField(
                "x", "X", "", FieldType.INPUT, isRequired, "", 0, List.of(), null, read(rules))));
  }

  private static ObjectNode data(JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set("x", value);
  }

  private static ObjectNode accepted(String rules, JsonNode value) {
    return FormDataValidator.validate(form(rules, false), data(value));
  }

  private static List<String> refused(String rules, boolean isRequired, JsonNode value) {
    Form form = form(rules, isRequired);
    return catchThrowableOfType(
            InvalidException.class, () -> FormDataValidator.validate(form, data(value)))
        .details();
  }
}
