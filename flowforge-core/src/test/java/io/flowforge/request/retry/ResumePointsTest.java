package io.flowforge.request.retry;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.request.state.StepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a request may go on, as a table. A step is written as its name with the number of its
 * parameters: a capital letter is an approval. The steps before the slash have completed.
 */
class ResumePointsTest {

  @ParameterizedTest(name = "{0} {1} to {2} from {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # ran (completed / rest) | failed at | goes on with | from | expected
          # The same version.
          a1 / b1 c1       | b | a1 b1 c1       |   | b
          a1 / b1 c1       | b | a1 b1 c1       | a | a
          a1 / b1 c1       | b | a1 b1 c1       | c | 409 failed before it reached step 'c'
          a1 / b1 c1       | b | a1 b1 c1       | x | 400 there is no step 'x'
          a1 A1 / b1       | b | a1 A1 b1       |   | b
          a1 A1 / b1       | b | a1 A1 b1       | a | a
          a1 A1 / b1       | b | a1 A1 b1       | A | A
          a1 / A1 b1       | A | a1 A1 b1       |   | A
          # It ended after a step that had completed.
          a1 b1 / c1       | b | a1 b1 c1       |   | c
          a1 b1 / c1       | b | a1 b1 c1       | b | b
          a1 b1 c1 /       | c | a1 b1 c1       |   | 409 no step is left to run
          a1 b1 c1 /       | c | a1 b1 c1       | c | c
          # Adopted, with gaps, or without a step that is known.
          / a1 b1 c1       | b | a1 b1 c1       |   | 409 step 'a' before it has not completed
          / a1 b1 c1       | b | a1 b1 c1       | a | a
          a1 / b1 c1       | x | a1 b1 c1       |   | 409 it is not known at which step
          a1 / b1 c1       | x | a1 b1 c1       | b | b
          a1 / b1 c1       | x | a1 b1 c1       | c | 409 step 'b' before it has not completed
          # A later version, without approvals.
          a1 / b1 c1       | b | a1 b2 c1       |   | b
          a1 / b1 c1       | b | a2 b1 c2       |   | b
          a1 / b1 c1       | b | a1 b1          |   | b
          a1 / b1 c1       | b | a1 b1 d1 c1    |   | b
          a1 / b1 c1       | b | a1 x1 c1       |   | 409 the version to go on with has no step 'b'
          a1 / b1 c1       | b | a1 x1 c1       | x | x
          a1 / b1 c1       | b | a1 x1 b1       |   | 409 has step 'x' where the request ran 'b'
          a1 / b1 c1       | b | a1 x1 b1       | x | x
          a1 / b1 c1       | b | x1 b1 c1       |   | 409 has step 'x' where the request ran 'a'
          a1 / b1 c1       | b | x1 b1 c1       | x | x
          a1 / b1 c1       | b | x1 a1 b1       | a | 409 has step 'x' where the request ran 'a'
          a1 b1 / c1       | c | b1 a1 c1       |   | 409 has step 'b' where the request ran 'a'
          a1 b1 / c1       | c | a1 b1          |   | 409 the version to go on with has no step 'c'
          a1 b1 /          | b | a1 b1 c1       |   | c
          a1 b1 / c1       | c | a1 b1          | b | b
          a1 b1 / c1       | c | a1 c1          |   | c
          # A later version, with approvals: what is behind one was approved with it.
          A1 a1 / b1       | b | A1 a1 b1       |   | b
          A1 a1 / b1       | b | A1 a1 b2       |   | A
          A1 a1 / b1       | b | A1 a2 b1       |   | A
          A1 a1 / b1       | b | A2 a1 b1       |   | A
          A1 a1 / b1       | b | A1 a1 b1 c1    |   | A
          A1 a1 / b1       | b | A1 a1 b2       | A | A
          A1 a1 / b1       | b | A1 a1 b2       | a | A
          a1 A1 / b1       | b | a2 A1 b1       |   | b
          a1 A1 / b1       | b | a1 A1 b2       | a | a
          A1 a1 B1 / b1    | b | A1 a1 B1 b2    |   | A
          A1 a1 B1 / b1    | b | A1 a2 B1 b1    |   | A
          A1 a1 B1 / b1    | b | A1 a1 B1 b1    |   | b
          a1 / A1 b1       | A | a1 A1 b2       |   | A
          """)
  void theTable(String ran, String failedAt, String next, @Nullable String from, String expected) {
    String completed = ran.substring(0, ran.indexOf('/')).strip();
    Map<String, StepStatus> statuses =
        words(completed).stream()
            .collect(toMap(word -> word.substring(0, 1), _ -> StepStatus.COMPLETED));
    statuses.putIfAbsent(failedAt, StepStatus.FAILED);
    Pipeline before = pipeline("1", ran.replace("/", " "));
    Pipeline after = pipeline("2", next);

    String outcome = outcome(before, after, failedAt, statuses, from);
    if (expected.startsWith("4")) {
      assertThat(outcome).startsWith(expected.substring(0, 4)).contains(expected.substring(4));
    } else {
      assertThat(outcome).isEqualTo(expected);
    }
  }

  @Test
  void aStepOfAnotherTypeIsAnotherStep() {
    Pipeline before = pipeline("1", "a1 b1");
    Step other = new Step("a", "ANOTHER", "b", "", JsonNodeFactory.instance.objectNode(), false);
    Pipeline after = withSteps("2", List.of(other, before.stepsInOrder().getLast()));

    assertThat(outcome(before, after, "b", Map.of("a", StepStatus.COMPLETED), null))
        .startsWith("409 from_step: the version to go on with has step 'a' where the request ran");
  }

  /** However many steps there are, a message names twenty. */
  @Test
  void aMessageNamesAFewSteps() {
    List<String> names = new ArrayList<>();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      names.add(letter + "1");
    }
    Pipeline pipeline = pipeline("1", String.join(" ", names));
    Map<String, StepStatus> statuses =
        pipeline.stepsInOrder().stream().collect(toMap(Step::stepName, _ -> StepStatus.COMPLETED));
    statuses.put("z", StepStatus.FAILED);

    assertThat(outcome(pipeline, pipeline, "z", statuses, "nowhere"))
        .endsWith("'s', 't' and 6 more");
  }

  private static String outcome(
      Pipeline before,
      Pipeline after,
      String failedAt,
      Map<String, StepStatus> statuses,
      @Nullable String from) {
    try {
      ResumePoints points = ResumePoints.of(before, after, failedAt, statuses);
      return after.stepsInOrder().get(points.chosen(from)).stepName();
    } catch (FlowforgeException e) {
      return (e instanceof ConflictException ? "409 " : "400 ") + e.userMessage();
    }
  }

  private static Pipeline pipeline(String id, String text) {
    List<String> words = words(text);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String name = words.get(i).substring(0, 1);
      boolean isLast = i == words.size() - 1;
      steps.add(
          new Step(
              name,
              Character.isUpperCase(name.charAt(0)) ? "WAIT_FOR_APPROVAL" : "API",
              isLast ? "" : words.get(i + 1).substring(0, 1),
              i == 0 ? "" : words.get(i - 1).substring(0, 1),
              JsonNodeFactory.instance.objectNode().put("number", words.get(i).substring(1)),
              isLast));
    }
    return withSteps(id, steps);
  }

  private static Pipeline withSteps(String id, List<Step> steps) {
    return new Pipeline(
        id,
        "u",
        1,
        "p",
        "",
        1,
        null,
        steps.getFirst().stepName(),
        steps,
        Instant.EPOCH,
        new Form(List.of()));
  }

  private static List<String> words(String text) {
    return Collections.list(new StringTokenizer(text, " ")).stream()
        .map(String.class::cast)
        .toList();
  }
}
