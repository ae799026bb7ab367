package io.flowforge.condition;

import static io.flowforge.condition.ConditionSamples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionProblemTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          form.envv == 'x' ¦ 6 ¦ there is no form field 'envv': write 'env'
          true && form . envv == 'x' ¦ 16 ¦ there is no form field 'envv': write 'env'
          form["my feld"] == 'x' ¦ 6 ¦ there is no form field 'my feld': write 'my field'
          has(form.envv) ¦ 10 ¦ there is no form field 'envv': write 'env'
          form.tags.all(x, x == form.envv) ¦ 28 ¦ there is no form field 'envv': write 'env'
          form.env[form.envv] == 'x' ¦ 15 ¦ there is no form field 'envv': write 'env'
          {'a': form.envv} == {} ¦ 12 ¦ there is no form field 'envv': write 'env'
          '😀' == form.envv ¦ 13 ¦ there is no form field 'envv': write 'env'
          steps.chek.free == 1 ¦ 7 ¦ there is no earlier step with the id 'chek': write 'check'
          steps["chek"].free == 1 ¦ 7 ¦ there is no earlier step with the id 'chek': write 'check'
          has(steps.chek) ¦ 11 ¦ there is no earlier step with the id 'chek': write 'check'
          steps.repo.idd == 1 ¦ 12 ¦ the step 'repo' has no output 'idd': write 'id'
          has(steps.repo.idd) ¦ 16 ¦ the step 'repo' has no output 'idd': write 'id'
          has(steps.check) && steps.check.fre == 1 ¦ 33 ¦ the step 'check' has no output 'fre': write 'free'
          steps[form.env].id == 1 ¦ 1 ¦ name a step and its output, both as they are, such as 'steps.repo.id'
          size(steps) == 1 ¦ 6 ¦ name a step and its output, both as they are, such as 'steps.repo.id'
          request.idd == 'a' ¦ 9 ¦ a request has no 'idd': write 'id'
          request["org"] == 'a' ¦ 9 ¦ a request has no 'org': the known names are created_on, id, org_id, user_id
          env == 'prod' ¦ 1 ¦ there is no 'env': write 'form.env'
          repo.id == 1 ¦ 1 ¦ there is no 'repo': write 'steps.repo'
          from.env == 'prod' ¦ 1 ¦ there is no 'from': write 'form'
          secret.token == 'a' ¦ 1 ¦ conditions cannot read secrets: remove it
          true && form.env.startWith('p') ¦ 18 ¦ there is no function 'startWith': write 'startsWith'
          foo(form.env) ¦ 1 ¦ there is no function 'foo': the manual lists the functions of conditions
          [1].existsOne(x, x == 1) ¦ 5 ¦ there is no function 'existsOne': write 'exists_one'
          form.tags.all(true) ¦ 11 ¦ all() needs a list, a name for its items and a condition: write 'form.list.all(item, item != "")'
          has(1, 2) ¦ 1 ¦ has() needs one reference: write 'has(form.name)'
          has(form["env"]) ¦ 4 ¦ has() needs one reference: write 'has(form.name)', or '"my name" in form'
          form.tags.all(1, true) ¦ 15 ¦ the first argument is a name for the items: write '.all(item, item > 0)'
          google.protobuf.Timestamp{} == 1 ¦ 26 ¦ conditions cannot make objects of a type: remove it
          form.env >¦ 11 ¦ the condition ends too early: complete it
          form.env = 'x' ¦ 10 ¦ '=' is no operator: write '==' to compare
          form.env == 'x' & true ¦ 17 ¦ '&' is no operator: write '&&'
          form.env == 'x' | true ¦ 17 ¦ '|' is no operator: write '||'
          form.env == 'x' and true ¦ 17 ¦ 'and' is no operator: write '&&'
          form.env == 'x' or true ¦ 17 ¦ 'or' is no operator: write '||'
          form.env == 'x' ) ¦ 17 ¦ ')' is not expected here: correct the condition
          ${env} == 'x' ¦ 1 ¦ conditions have no placeholders: write 'form.name', not '${name}'
          form.env == 'x ¦ 13 ¦ the text that begins here does not end: close it with a quote
          form.env == "x ¦ 13 ¦ the text that begins here does not end: close it with a double quote
          form.env == '\\q' ¦ 13 ¦ this text does not end, or has an unknown escape: write '\\\\' for a backslash
          form.env 'x' ¦ 10 ¦ this text is not expected here: is an operator missing in front of it?
          true recursion ¦ 6 ¦ 'recursion' is not expected here: correct the condition
          true "has() macro ¦ 6 ¦ the text that begins here does not end: close it with a double quote
          form.in == 1 ¦ 6 ¦ 'in' is not expected here: correct the condition
          form.count > 99999999999999999999 ¦ 14 ¦ this number is outside the range of 64 bits: use a smaller one
          1 + 2 ¦ 3 ¦ the condition must be true or false, but this is a whole number: compare it with something
          form.count + 1 ¦ 12 ¦ the condition must be true or false, but this is a whole number: compare it with something
          'a' == 1 ¦ 5 ¦ '==' does not work with text and a whole number: convert the text with int() or double()
          true || form.env.size() == 'x' ¦ 25 ¦ '==' does not work with a whole number and text: convert the text with int() or double()
          1 + 'a' == 2 ¦ 3 ¦ '+' does not work with a whole number and text: convert the text with int() or double()
          true && 'x' ¦ 6 ¦ '&&' does not work with true or false and text: compare the value with something
          form.env.startsWith(1) ¦ 20 ¦ startsWith() does not work with any value and a whole number
          form.count in 5 ¦ 12 ¦ 'in' does not work with any value and a whole number
          [1, 2].all(x, x) ¦ 11 ¦ in these parentheses must be something that is true or false, but it is a whole number
          [1, 2].filter(x, x) == [] ¦ 14 ¦ in these parentheses must be something that is true or false, but it is a whole number
          form.env.matches('[') ¦ 18 ¦ the regular expression is wrong at its character 1: missing closing ] in '['; correct it: the syntax is that of RE2, without look-around and references
          form.env.matches('😀(a{100}){100}') ¦ 18 ¦ the regular expression is too large: it must have at most 2000 instructions, and a repetition such as x{9} counts as often as it repeats; repeat less
          form.env.matches('a(?i)[b-é]') ¦ 18 ¦ the regular expression is wrong at its character 6: the flag i does not work with this class, which is not of ASCII characters only; write both cases, such as [Aa], without the flag
          """)
  void isFoundAtCreation(String condition, int column, String sentence) {
    assertThat(Conditions.problemsOf(condition, SCOPE))
        .containsExactly(new ConditionProblem(column, sentence));
  }

  @Test
  void allAreFoundInOnePassAndInOrder() {
    assertThat(
            Conditions.problemsOf(
                "form.a == 1 && steps.b.c == 2 && request.d == 3 && e == 4 && f(5) == 6", SCOPE))
        .extracting(ConditionProblem::column)
        .containsExactly(6, 22, 42, 52, 62);
  }

  @Test
  void linesCountAsOneText() {
    assertThat(Conditions.problemsOf("form.env == 'x'\n  && form.envv == 'x'", SCOPE))
        .containsExactly(new ConditionProblem(27, "there is no form field 'envv': write 'env'"));
    assertThat(Conditions.problemsOf("true &&\n\n form.env = 'x'", SCOPE))
        .extracting(ConditionProblem::column)
        .containsExactly(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void anEmptyConditionIsOne(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE))
        .containsExactly(new ConditionProblem(1, "the condition is empty: write it, or remove it"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps.check.free > 1",
        "steps['check'].free > 1",
        "has(steps.check.free)",
        "steps.check == {}",
        "'free' in steps.check",
        "steps.check[form.env] == 1",
        "steps.check.free > 1 && has(steps.check)",
        "has(steps.check) || steps.check.free > 1",
        "!has(steps.check) && steps.check.free > 1",
        "has(steps.check) ? true : steps.check.free > 1",
        "has(steps.repo) && steps.check.free > 1",
        "(form.env == 'x' || has(steps.check)) && steps.check.free > 1",
        "(!has(steps.check) && form.env == 'x') || has(steps.repo) && steps.check.free > 1",
        "[1].all(x, has(steps.check)) && steps.check.free > 1",
        "[1].all(steps, has(steps.check)) && .steps.check.free > 1",
      })
  void outputsOfStepsThatMayBeSkippedNeedTheQuestionFirst(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE))
        .extracting(ConditionProblem::sentence)
        .contains("the step 'check' may be skipped: write 'has(steps.check) && ' in front");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "has(steps.check)",
        "has(steps.check) && steps.check.free > 1",
        "has(steps.check) && has(steps.check.free) && steps.check.free > 1",
        "form.env == 'x' && has(steps.check) && form.env == 'y' && steps.check.free > 1",
        "!has(steps.check) || steps.check.free > 1",
        "has(steps.check) ? steps.check.free > 1 : true",
        "!has(steps.check) ? true : steps.check.free > 1",
        "!(!has(steps.check) || form.env == 'x') && steps.check.free > 1",
        "(has(steps.check) && true || has(steps.check)) && steps.check.free > 1",
        "has(steps.check) && [1].all(x, steps.check.free > x)",
        "has(steps.check) && steps.check['free'] > 1",
        "!(has(steps.check) && form.env == 'x') || has(steps.repo) && steps.check.free > 1",
      })
  void outputsOfStepsThatMayBeSkippedCanBeReadBehindIt(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE)).isEmpty();
  }

  @Test
  void namesThatAreUnknownHaveACureEvenIfNothingIsKnown() {
    var nothing = new ConditionScope(Set.of(), Map.of(), Set.of());
    assertThat(Conditions.problemsOf("form.a == steps.b.c", nothing))
        .containsExactly(
            new ConditionProblem(6, "there is no form field 'a': remove it"),
            new ConditionProblem(17, "there is no earlier step with the id 'b': remove it"));
  }
}
