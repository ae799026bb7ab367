package io.flowforge.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions that a generator makes of the grammar, some of them damaged. */
class ConditionFuzzTest {

  private static final int CONDITIONS = 400;
  private static final int MAX_DEPTH = 5;

  private static final List<String> LEAVES =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "1",
          "-7",
          "2.5",
          "1e300",
          "9223372036854775807",
          "3u",
          "''",
          "'prod'",
          "'5'",
          "b'x'",
          "[]",
          "{}",
          "x",
          "form",
          "request",
          "form.env",
          "form.replicas",
          "form.count",
          "form.ratio",
          "form.huge",
          "form.nothing",
          "form.tags",
          "form.owner",
          "form.owner.name.first",
          "form.note",
          "form[\"my field\"]",
          "request.id",
          "request.created_on",
          "steps.repo.id",
          "steps.repo.all",
          "steps.repo.all.items",
          "steps.check",
          "steps.check.free",
          "has(steps.check)",
          "has(form.note)",
          "int",
          "form.no");

  private static final List<String> BINARY =
      List.of("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in");

  private static final List<String> FUNCTIONS =
      List.of(
          "size",
          "int",
          "uint",
          "double",
          "string",
          "bool",
          "bytes",
          "timestamp",
          "duration",
          "type",
          "dyn",
          "!",
          "-",
          "has",
          "foo");

  private static final List<String> METHODS =
      List.of(
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "getFullYear",
          "getHours",
          "getDayOfWeek",
          "bar");

  private static final List<String> MACROS =
      List.of("all", "exists", "exists_one", "map", "filter");

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 5), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void hasAResultOrAReasonAndAlwaysTheSame(long seed) {
    var random = new Random(seed);
    int evaluated = 0;
    for (int i = 0; i < CONDITIONS; i++) {
      String condition = expression(random, random.nextInt(MAX_DEPTH));
      if (random.nextInt(4) == 0) {
        condition = damaged(condition, random);
      }
      List<ConditionProblem> problems = Conditions.problemsOf(condition, ConditionSamples.SCOPE);
      int end = condition.codePointCount(0, condition.length()) + 1;
      assertThat(problems)
          .as(condition)
          .allSatisfy(
              problem -> {
                assertThat(problem.column()).isBetween(1, Math.max(end, 1_001));
                assertThat(problem.sentence()).isNotBlank();
              });
      String result = result(condition);
      assertThat(result(condition)).as(condition).isEqualTo(result);
      if (problems.isEmpty() && !result.startsWith("column")) {
        evaluated++;
      }
    }
    assertThat(evaluated).as("conditions that hold or do not").isPositive();
  }

  private static String result(String condition) {
    try {
      return String.valueOf(Conditions.evaluate(condition, ConditionSamples.INPUT));
    } catch (ConditionException e) {
      assertThat(e.getMessage())
          .as(condition)
          .startsWith("column ")
          .doesNotContain("Exception")
          .doesNotContain("dev.cel")
          .doesNotContain("java.");
      return String.valueOf(e.getMessage());
    }
  }

  private static String expression(Random random, int depth) {
    if (depth == 0) {
      return pick(LEAVES, random);
    }
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> part(random, depth) + " " + pick(BINARY, random) + " " + part(random, depth);
      case 3 -> pick(FUNCTIONS, random) + "(" + part(random, depth) + ")";
      case 4 -> part(random, depth) + "." + pick(METHODS, random) + "(" + part(random, depth) + ")";
      case 5 ->
          part(random, depth) + "." + pick(MACROS, random) + "(x, " + part(random, depth) + ")";
      case 6 ->
          "("
              + part(random, depth)
              + " ? "
              + part(random, depth)
              + " : "
              + part(random, depth)
              + ")";
      case 7 -> "[" + part(random, depth) + ", " + part(random, depth) + "]";
      default -> part(random, depth) + "[" + part(random, depth) + "]";
    };
  }

  private static String part(Random random, int depth) {
    return "(" + expression(random, random.nextInt(depth)) + ")";
  }

  private static String damaged(String condition, Random random) {
    int at = random.nextInt(condition.length() + 1);
    String junk = pick(List.of("", "'", "\"", "(", ")", "\\", "é", "😀", "\0", "=", "."), random);
    return condition.substring(0, at)
        + junk
        + condition.substring(Math.min(condition.length(), at + random.nextInt(3)));
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
