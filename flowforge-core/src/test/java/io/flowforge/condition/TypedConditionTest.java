package io.flowforge.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.condition.check.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on values whose kinds are known when they are created. */
class TypedConditionTest {

  private static final ConditionScope SCOPE =
      new ConditionScope(
          Set.of("env", "days", "hours", "flag", "tags", "any", "my field", "id.x"),
          Map.of("s", Set.of("count", "done", "list", "name", "all")),
          Set.of(),
          Map.ofEntries(
              Map.entry(List.of("form", "env"), ValueKind.TEXT),
              Map.entry(List.of("form", "my field"), ValueKind.NUMBER),
              Map.entry(List.of("form", "id.x"), ValueKind.NUMBER),
              Map.entry(List.of("form", "days"), ValueKind.NUMBER),
              Map.entry(List.of("form", "hours"), ValueKind.NUMBER),
              Map.entry(List.of("form", "flag"), ValueKind.BOOLEAN),
              Map.entry(List.of("form", "tags"), ValueKind.LIST_OF_TEXT),
              Map.entry(List.of("steps", "s", "count"), ValueKind.NUMBER),
              Map.entry(List.of("steps", "s", "done"), ValueKind.BOOLEAN),
              Map.entry(List.of("steps", "s", "list"), ValueKind.LIST),
              Map.entry(List.of("steps", "s", "name"), ValueKind.TEXT)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form.days > 3",
        "form.days > 3.5",
        "form.days == 3 || form.days == 3.5 || form.days == null",
        "form.days in [1, 2]",
        "form.days in [1.5]",
        "form.days + 1 > 3",
        "form.days * 1.5 > 3.0",
        "form.days + 1 > 3 && form.hours * 1.5 > 2",
        "form.days % 2 == 0",
        "double(form.days) + 0.5 > form.hours",
        "int(form.days) == int(form.env)",
        "string(form.days) == form.env",
        "form['my field'] > 1 && form['id.x'] > 1",
        "form.flag",
        "!form.flag && form.flag != true && form.flag != null",
        "form.flag ? form.days > 1 : form.env == ''",
        "has(form.env) && form.env.startsWith('p') && form.env in ['prod', 'x']",
        "has(form.days) || has(form.tags)",
        "form.env + 'x' == 'prodx' && form.env < 'q' && size(form.env) > 2",
        "int(form.env) > 3 && timestamp(form.env + 'T00:00:00Z') > timestamp(request.created_on)",
        "form.tags.exists(t, t == 'a') && 'a' in form.tags && size(form.tags) > 1 && form.tags == ['a']",
        "form.tags[0].startsWith('a')",
        "form.any > 3 && form.any == 'x' && form.any && form.any.x.y == 1",
        "form[form.env] == 1",
        "[{'x': 1}].all(form, form.x == 1)",
        "steps.s.count > 1 && steps.s.done && steps.s.list[0] == 1 && steps.s.name == 'x'",
        "steps.s.all.x == 1",
      })
  void areAcceptedIfTheyCanWork(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          form.days > '3' & 11 & '>' does not work with a number and text: convert the text with int() or double()
          form.days == '3' & 11 & '==' does not work with a number and text: convert the text with int() or double()
          form['my field'] == '3' & 18 & '==' does not work with a number and text: convert the text with int() or double()
          form.days == form.env & 11 & '==' does not work with a number and text: convert the text with int() or double()
          form.hours * 1.5 > 2 && form.days != '' & 35 & '!=' does not work with a number and text: convert the text with int() or double()
          form.days.startsWith('3') & 21 & startsWith() does not work with a number and text: convert the text with int() or double()
          size(form.days) > 1 & 5 & size() does not work with a number
          form.days & 5 & the condition must be true or false, but this is a number: compare it with something
          true && form.days & 6 & '&&' does not work with true or false and a number: compare the value with something
          form.env > 3 & 10 & '>' does not work with text and a whole number: convert the text with int() or double()
          form.env == 3 & 10 & '==' does not work with text and a whole number: convert the text with int() or double()
          form.env == true & 10 & '==' does not work with text and true or false: compare the text with 'true' or 'false'
          form.env & 5 & the condition must be true or false, but this is text: compare it with something
          !form.env & 1 & '!' does not work with text: compare the value with something
          form.env + 1 == '' & 10 & '+' does not work with text and a whole number: convert the text with int() or double()
          form.env.exists(t, t == 'a') & 5 & all(), exists() and the like need a list or an object, but this is text
          form.env.x == 1 & 9 & this is text, which has no fields: remove the name of the field
          form.flag == 'true' & 11 & '==' does not work with true or false and text: compare the text with 'true' or 'false'
          form.flag > 1 & 11 & '>' does not work with true or false and a whole number
          form.tags.contains('a') & 19 & contains() does not work with a list and text
          form.tags.exists(t, t == 1) & 23 & '==' does not work with text and a whole number: convert the text with int() or double()
          1 in form.tags & 3 & 'in' does not work with a whole number and a list
          form.tags > 1 & 11 & '>' does not work with a list and a whole number
          steps.s.count == 'x' & 15 & '==' does not work with a number and text: convert the text with int() or double()
          steps.s.name > 1 & 14 & '>' does not work with text and a whole number: convert the text with int() or double()
          request.id == 1 & 12 & '==' does not work with text and a whole number: convert the text with int() or double()
          request.org_id == '1' & 16 & '==' does not work with a number and text: convert the text with int() or double()
          """)
  void areRefusedIfTheyNeverWork(String row) {
    String[] parts = row.split(" & ", 3);
    assertThat(Conditions.problemsOf(parts[0], SCOPE))
        .containsExactly(new ConditionProblem(Integer.parseInt(parts[1]), parts[2]));
  }

  @Test
  void allAreFoundInOnePass() {
    assertThat(
            Conditions.problemsOf(
                "form.env && form.days == '3' && (form.flag > 1 || [form.env.x] == [form.nope == 1])"
                    + " && form.tags.all(t, t == 1 && t > 2) && form.hours + 'x' == 'x'",
                SCOPE))
        .extracting(ConditionProblem::column)
        .containsExactly(10, 23, 44, 60, 73, 107, 117, 136);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!has(form.text) && form.text == ''",
        "!has(form.none) && form.none == null",
        "!has(form.list) && form.list == [] && size(form.list) == 0",
        "!('text' in form) && 'zero' in form",
        "has(form.zero) && has(form.no) && form.zero == 0 && !form.no",
        "form['text'] == '' && form['zero'] < 1",
      })
  void anEmptyFieldIsAbsentButHasAValue(String condition) throws ConditionException {
    var input =
        new ConditionInput(
            ConditionSamples.object(
                "{\"text\": \"\", \"none\": null, \"list\": [], \"zero\": 0, \"no\": false}"),
            ConditionSamples.object("{}"),
            ConditionSamples.object("{}"));

    assertThat(Conditions.evaluate(condition, input)).isTrue();
  }
}
