package io.flowforge.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that would take forever, or all memory, if nothing stopped them. */
class HostileConditionTest {

  private static final ConditionScope SCOPE =
      new ConditionScope(
          Set.of("text", "needle", "short"),
          Map.of("s", Set.of("list", "objects", "deep", "nested")),
          Set.of());

  private static final ConditionInput INPUT = input();

  private static ConditionInput input() {
    ObjectNode form = ConditionSamples.object("{\"short\": \"x\"}");
    form.put("text", "a".repeat(262_000));
    form.put("needle", "a".repeat(131_000) + "b");
    ObjectNode steps = ConditionSamples.object("{\"s\": {}}");
    ObjectNode outputs = steps.withObject("/s");
    ArrayNode list = outputs.putArray("list");
    for (int i = 0; i < 40_000; i++) {
      list.add(i);
    }
    ArrayNode objects = outputs.putArray("objects");
    for (int i = 0; i < 900; i++) {
      objects.addObject().put("n", i).put("name", "n" + i);
    }
    ObjectNode deep = outputs.putObject("deep");
    ArrayNode nested = outputs.putArray("nested");
    for (int i = 0; i < 900; i++) {
      deep = deep.putObject("a");
      nested = nested.addArray();
    }
    return new ConditionInput(form, steps, ConditionSamples.object("{}"));
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        limit(
            "nine items, nested 20 times",
            nested("[1,2,3,4,5,6,7,8,9].all(x,", 20, "true"),
            "visits more than 1,000 items"),
        limit(
            "two items, nested 20 times",
            nested("[1,2].all(x,", 20, "true"),
            "visits more than 1,000 items"),
        limit(
            "a long list, nested",
            nested("steps.s.list.all(x,", 2, "true"),
            "visits more than 1,000 items"),
        limit(
            "a long list, nested deeply",
            nested("steps.s.list.all(x,", 40, "true"),
            "too much work"),
        limit(
            "text that doubles",
            "['abc'].all(x," + nested("[x+x].all(x,", 25, "x != ''") + ")",
            "too large"),
        limit(
            "bytes that double",
            "[b'abc'].all(x," + nested("[x+x].all(x,", 25, "x != b''") + ")",
            "too large"),
        limit(
            "a list that doubles",
            "[[1,2]].all(x," + nested("[x+x].all(x,", 25, "x != []") + ")",
            "too large"),
        limit(
            "lists in lists that double",
            "[[1]].all(x," + nested("[[x,x]].all(x,", 25, "x != []") + ")",
            "too large"),
        limit(
            "objects in objects that double",
            "[1].all(x," + nested("[{1:x,2:x}].all(x,", 25, "x != {}") + ")",
            "too large"),
        limit(
            "lists that map() doubles",
            "[1].all(x," + nested("[[x,x].map(y,[y,y])].all(x,", 16, "x != []") + ")",
            "too large"),
        limit(
            "a long list that map() copies", "steps.s.list.map(x, [x, x]) != []", "too much work"),
        limit("long texts in a list", "steps.s.objects.map(x, form.text + 'x') != []", "too large"),
        limit(
            "a list for each item of it",
            "steps.s.objects.map(x, steps.s.objects) != []",
            "too much work"),
        limit(
            "long lists compared often",
            "steps.s.objects.all(x, steps.s.list == steps.s.list)",
            "too much work"),
        limit(
            "long texts compared often",
            "steps.s.objects.all(x, form.text + 'a' != form.text)",
            "too much work"),
        limit(
            "a long list searched often",
            "steps.s.objects.all(x, x.n in steps.s.list)",
            "too much work"),
        limit("a long text in a long text", "form.text.contains(form.needle)", "too much work"),
        limit(
            "a short text in a long text, often",
            "steps.s.objects.all(x, !form.text.contains('b'))",
            "too much work"),
        limit("a pattern on a long text", "form.text.matches('(.{1,500})b')", "too much work"),
        limit(
            "a pattern compiled often",
            "steps.s.objects.all(x, !x.name.matches('([a-z]{1,60}[.]){1,15}'))",
            "too much work"),
        limit(
            "a pattern that multiplies",
            "form.short.matches('((((a{1000}){1000})' + '{1000}){1000})')",
            "too large"),
        limit(
            "an invalid pattern compiled often",
            "steps.s.objects.exists(x, 'x'.matches('([a-z]{1,60}[.]){1,15}' + x.name + '('))",
            "too much work"),
        limit(
            "a pattern that ignores the case of a large class",
            "form.short.matches('(?i)' + '[B-\\\\x{1e942}]')",
            "the flag i does not work with this class"),
        limit("a pattern from the input", "form.short.matches(form.text)", "use at most 1,000"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endless")
  void meetsALimit(String name, String condition, String limit) {
    assertThat(condition).as(name).hasSizeLessThanOrEqualTo(Conditions.MAX_LENGTH);
    assertThat(Conditions.problemsOf(condition, SCOPE)).isEmpty();
    assertThatThrownBy(() -> Conditions.evaluate(condition, INPUT))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining(limit);
  }

  /** A limit ends the evaluation, even where CEL ignores errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "form.text.contains(form.needle) && false",
        "form.text.contains(form.needle) || true",
        "[1, 2].exists(x, x == 2 || form.text.contains(form.needle))",
      })
  void aLimitIsNoErrorThatAnotherOperandOutweighs(String condition) {
    assertThatThrownBy(() -> Conditions.evaluate(condition, INPUT))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining("too much work");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps.s.list == steps.s.list",
        "steps.s.list.exists(x, x == 900)",
        "steps.s.deep == steps.s.deep",
        "steps.s == steps.s",
        "steps.s.objects.exists(x, x.name == 'n899')",
        "steps.s.objects.filter(x, x.n > 5).size() == 894",
        "!form.text.contains('b')",
        "!form.text.matches('(a|aa)*b')",
        "!form.text.matches('(a*)*b')",
        "!form.text.matches('(x+x+)+y')",
        "form.text + 'b' != form.text",
      })
  void whatPeopleMayWantIsWithinTheLimits(String condition) throws Exception {
    assertThat(Conditions.problemsOf(condition, SCOPE)).isEmpty();
    assertThat(Conditions.evaluate(condition, INPUT)).isTrue();
  }

  /** The library looks at the items of lists recursively, however deep they are nested. */
  @Test
  void valuesThatAreNestedTooDeeplyAreAReason() throws Exception {
    var deeper = ConditionSamples.object("{\"s\": {}}");
    ArrayNode nested = deeper.withObject("/s").putArray("nested");
    for (int i = 0; i < 50_000; i++) {
      nested = nested.addArray();
    }
    var input = new ConditionInput(INPUT.form(), deeper, INPUT.request());
    assertThatThrownBy(() -> Conditions.evaluate("steps.s.nested == []", input))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining("nested too deeply");
    assertThat(Conditions.evaluate("has(steps.s.nested)", input)).isTrue();
  }

  static Stream<Arguments> deep() {
    return Stream.of("()", "[]", "{}")
        .flatMap(
            pair ->
                Stream.of(70, 490)
                    .map(
                        depth -> {
                          String open = pair.equals("{}") ? "{1:" : pair.substring(0, 1);
                          int times = Math.min(depth, 240);
                          return Arguments.of(
                              open.repeat(times) + "1" + pair.substring(1).repeat(times));
                        }));
  }

  @ParameterizedTest
  @MethodSource("deep")
  void deepNestingIsRefused(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE))
        .containsExactly(
            new ConditionProblem(
                1,
                "the condition is nested too deeply: write it with fewer parentheses and"
                    + " operators"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "*", "-", "/", "%", "==", "<", " in ", "?1:", "&&", "||", "["})
  void longChainsAreRefused(String operator) {
    String condition = ("1" + operator).repeat(990 / (1 + operator.length())) + "1";
    assertThat(Conditions.problemsOf(condition, SCOPE)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "(", "[", "{", "'", "!", "-", "😀", "\n", "\0", "a.", "1+", "?"})
  void aMillionCharactersAreRefusedBeforeTheyAreParsed(String part) {
    int times = 1_000_000 / part.codePointCount(0, part.length());
    assertThat(Conditions.problemsOf(part.repeat(times), SCOPE))
        .containsExactly(
            new ConditionProblem(
                1_001, "the condition has 1,000,000 characters: use at most 1,000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "\u0001\u0002",
        "\ud800",
        "'\ud800' == form.short",
        "\ufefftrue",
        "true\u00a0&& true",
        "\u202etrue",
        "'\\ud800' == form.short",
        "'\\U7fffffff' == form.short",
        "😀",
        "`",
        "@result",
        "__result__ == 1",
        "[1].all(__result__, true)",
        "form.?short == 1",
        "[?form.short] == 1",
        "((((",
        "))))",
        "[[[",
        "{{{",
        "'''",
        "\"\"\"",
        "r'",
        "b'",
        "//",
        "form..short",
        "?:",
        ".",
      })
  void oddTextIsRefused(String condition) {
    assertThat(Conditions.problemsOf(condition, SCOPE))
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.column()).isBetween(1, condition.length() + 1);
              assertThat(problem.sentence()).doesNotContain("expecting").doesNotContain("dev.cel");
            });
  }

  private static String nested(String macro, int depth, String body) {
    return macro.repeat(depth) + body + ")".repeat(depth);
  }

  private static Arguments limit(String name, String condition, String limit) {
    return Arguments.of(name, condition, limit);
  }
}
