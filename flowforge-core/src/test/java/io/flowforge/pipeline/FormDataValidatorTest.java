package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.testing.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormDataValidatorTest {

  /** One field of each type, all of them optional. */
  private static final Form OPTIONAL = form(false);

  /** The same, all of them required. */
  private static final Form REQUIRED = form(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'tags': []}",
        "{'text': null, 'size': null, 'tags': null}",
        "{'text': ''}",
        "{'text': 'abc', 'size': 'L', 'tags': ['x', 'y']}",
        "{'text': '  x', 'tags': ['y']}",
        "{'text': '😀😀😀'}"
      })
  void acceptsWhatFitsAnOptionalField(String data) {
    assertThatCode(() -> validate(OPTIONAL, data)).doesNotThrowAnyException();
  }

  @Test
  void acceptsWhatFitsARequiredField() {
    assertThatCode(() -> validate(REQUIRED, "{'text': 'abc', 'size': 'S', 'tags': ['x']}"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'text': null, 'size': null, 'tags': null}",
        "{'tags': []}",
        "{'text': '', 'tags': []}"
      })
  void namesEveryRequiredFieldThatIsMissing(String data) {
    assertThat(problems(REQUIRED, data))
        .containsExactly(
            "missing required field: 'text'",
            "missing required field: 'size'",
            "missing required field: 'tags'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'text': 7}; field 'text' must be a string",
        "{'text': ['abc']}; field 'text' must be a string",
        "{'text': {}}; field 'text' must be a string",
        "{'text': 'ab'}; field 'text' must have at least 3 characters",
        "{'text': '😀😀'}; field 'text' must have at least 3 characters",
        "{'size': true}; field 'size' must be a string",
        "{'size': ['S']}; field 'size' must be a string",
        "{'size': 'M'}; \"field 'size' has no option \"\"M\"\"; it has S, L\"",
        "{'size': 's'}; \"field 'size' has no option \"\"s\"\"; it has S, L\"",
        "{'size': ''}; \"field 'size' has no option \"\"\"\"; it has S, L\"",
        "{'tags': 'x'}; field 'tags' must be an array of its options",
        "{'tags': {'x': true}}; field 'tags' must be an array of its options",
        "{'tags': ['x', 'z']}; \"field 'tags' has no option \"\"z\"\"; it has x, y\"",
        "{'tags': [null]}; \"field 'tags' has no option null; it has x, y\"",
        "{'tags': [['x']]}; \"field 'tags' has no option [\"\"x\"\"]; it has x, y\"",
        "{'other': 1}; field 'other' is not in the form",
        "{'Text': 'abc'}; field 'Text' is not in the form"
      })
  void namesTheFieldThatDoesNotFit(String data, String problem) {
    assertThat(problems(OPTIONAL, data)).containsExactly(problem);
    assertThat(refusal(OPTIONAL, data)).hasMessage("invalid form data: " + problem);
  }

  @Test
  void namesAllFaultsAtOnceInTheOrderOfTheForm() {
    assertThat(problems(REQUIRED, "{'extra': 1, 'tags': ['z', 'q'], 'text': 'a'}"))
        .containsExactly(
            "field 'text' must have at least 3 characters",
            "missing required field: 'size'",
            "field 'tags' has no option \"z\"; it has x, y",
            "field 'tags' has no option \"q\"; it has x, y",
            "field 'extra' is not in the form");
  }

  @Test
  void aFormWithoutFieldsTakesNoData() {
    assertThatCode(() -> validate(new Form(List.of()), "{}")).doesNotThrowAnyException();
    assertThat(problems(new Form(List.of()), "{'a': null}"))
        .containsExactly("field 'a' is not in the form");
  }

  private static Form form(boolean isRequired) {
    return FormValidatorTest.validate(
        """
            {'fields': [
              {'name': 'text', 'title': 't', 'type': 'input', 'min_length': 3, 'required': %1$s},
              {'name': 'size', 'title': 't', 'type': 'select', 'options': ['S', 'L'],
               'required': %1$s},
              {'name': 'tags', 'title': 't', 'type': 'checkboxes', 'options': ['x', 'y'],
               'required': %1$s}]}
            """
            .formatted(isRequired));
  }

  private static void validate(Form form, String data) {
    FormDataValidator.validate(form, JsonText.object(data));
  }

  private static InvalidException refusal(Form form, String data) {
    return catchThrowableOfType(InvalidException.class, () -> validate(form, data));
  }

  private static List<String> problems(Form form, String data) {
    return refusal(form, data).details();
  }
}
