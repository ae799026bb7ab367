package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.PipelineDraft.FormDraft;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.testing.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormValidatorTest {

  @Test
  void aPipelineNeedsNoForm() {
    assertThat(new FormValidator(new PipelineProblems()).validate(null).fields()).isEmpty();
    assertThat(validate("{}").fields()).isEmpty();
    assertThat(validate("{'fields': null}").fields()).isEmpty();
    assertThat(validate("{'fields': []}").fields()).isEmpty();
  }

  @Test
  void keepsAllOfAField() {
    assertThat(
            field(
                """
                {'name': 'size', 'title': 'Size', 'description': 'How big', 'type': 'select',
                 'required': true, 'placeholder': 'Choose', 'min_length': 3, 'options': ['S', 'L'],
                 'default': 'S'}
                """))
        .isEqualTo(
            new FormField(
                "size",
                "Size",
                "How big",
                FieldType.SELECT,
                true,
                "Choose",
                3,
                List.of("S", "L"),
                TextNode.valueOf("S")));
  }

  @Test
  void whatIsLeftOutIsEmpty() {
    assertThat(field("{'name': 'n', 'title': 't', 'type': 'input', 'default': null}"))
        .isEqualTo(new FormField("n", "t", "", FieldType.INPUT, false, "", 0, List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "a\\tb", "\\u0000", "a\\u007f", "a\\u2029", "\\udc00a"})
  void aFieldsNameIsOneLineOfText(String name) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> field("{'name': 'x%s', 'title': 't', 'type': 'input'}".formatted(name)))
        .withMessageStartingWith("field 'form.fields[0].name' must not contain ");
  }

  @Test
  void anInputHasNoOptions() {
    assertThat(field("{'name': 'n', 'title': 't', 'type': 'input', 'options': 7}").options())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "null; name",
        "{}; name",
        "{'title': 't', 'type': 'input'}; name",
        "{'name': '', 'title': 't', 'type': 'input'}; name",
        "{'name': ' '}; name",
        "{'name': 'n'}; title",
        "{'name': 'n', 'title': ' ', 'type': 'nope'}; title",
        "{'name': 'n', 'title': 't'}; type",
        "{'name': 'n', 'title': 't', 'type': null}; type",
        "{'name': 'n', 'title': 't', 'type': 'select'}; options",
        "{'name': 'n', 'title': 't', 'type': 'select', 'options': []}; options",
        "{'name': 'n', 'title': 't', 'type': 'checkboxes', 'options': null}; options"
      })
  void namesTheFirstPropertyThatIsMissing(String json, String property) {
    assertRefused("{'fields': [%s]}".formatted(json), "missing required field: '" + property + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['S', '']",
        "[' ']",
        "'S'",
        "7",
        "{'a': 'S'}",
        "['S', 7]",
        "['S', null]",
        "[['S']]"
      })
  void wantsOptionsThatAreTexts(String options) {
    for (String type : List.of("select", "checkboxes")) {
      assertRefused(
          "{'fields': [{'name': 'n', 'title': 't', 'type': '%s', 'options': %s}]}"
              .formatted(type, options),
          "invalid value found for field: 'options'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'type': 'select', 'options': ['a'], 'format': 'number', 'min': 1 ~ form.fields[0].format: is only for fields of the type input; remove it",
        "'type': 'checkboxes', 'options': ['a'], 'max_length': 1 ~ form.fields[0].max_length: is only for fields of the type input; remove it",
        "'type': 'input', 'format': 'textarea', 'min': 1 ~ form.fields[0].min: limits the formats number and date; set format, or use min_length",
        "'type': 'input', 'pattern': '(' ~ form.fields[0].pattern: character 2: missing closing ); correct it: the syntax is that of RE2, without look-around and references",
        "'type': 'input', 'format': 'number', 'max': 5, 'default': 6 ~ form.fields[0].default: must be at most 5 (max); it is 6",
        "'type': 'input', 'format': 'number', 'default': 'five' ~ form.fields[0].default: must be a number such as 5 or -1.5; it is \"five\"",
        "'type': 'input', 'format': 'boolean', 'default': 'no' ~ form.fields[0].default: must be true or false; it is \"no\"",
        "'type': 'input', 'pattern': '[a-z]+', 'default': 'A' ~ form.fields[0].default: must match the pattern [a-z]+ as a whole; it is \"A\"",
        "'type': 'input', 'max_length': 2, 'default': 'abc' ~ form.fields[0].default: must have at most 2 characters (max_length); it has 3"
      })
  void refusesRulesThatMakeNoSense(String properties, String problem) {
    assertRefused("{'fields': [{'name': 'n', 'title': 't', %s}]}".formatted(properties), problem);
  }

  @Test
  void refusesAnUnknownType() {
    assertRefused(
        "{'fields': [{'name': 'n', 'title': 't', 'type': 'Input'}]}",
        "invalid value found for field: 'type'");
  }

  @Test
  void refusesALengthBelowNothing() {
    assertRefused(
        "{'fields': [{'name': 'n', 'title': 't', 'type': 'input', 'min_length': -1}]}",
        "invalid value found for field: 'min_length'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{b", "a}b", "${a}"})
  void refusesANameThatNoPlaceholderCouldName(String name) {
    assertRefused(
        "{'fields': [{'name': '%s', 'title': 't', 'type': 'input'}]}".formatted(name),
        "invalid value found for field: 'name'");
  }

  @Test
  void refusesANameGivenTwice() {
    assertRefused(
        """
        {'fields': [{'name': 'n', 'title': 't', 'type': 'input'},
                    {'name': 'n', 'title': 'u', 'type': 'input'}]}
        """,
        "duplicate field name found: 'n'");
  }

  static Form validate(String json) {
    var problems = new PipelineProblems();
    Form form = new FormValidator(problems).validate(JsonText.read(json, FormDraft.class));
    problems.throwIfAny();
    return form;
  }

  private static FormField field(String json) {
    return validate("{'fields': [%s]}".formatted(json)).fields().getFirst();
  }

  private static void assertRefused(String json, String message) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> validate(json))
        .withMessage(message);
  }
}
