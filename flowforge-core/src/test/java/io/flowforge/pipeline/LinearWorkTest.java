package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.problem.StepCycles;
import io.flowforge.testing.Doubling;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twice the input takes about twice the work. */
class LinearWorkTest {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]+)}");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void placeholdersAreThoseOfTheExpression(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append("${}ab".charAt(random.nextInt(5)));
      }
      assertThat(Placeholders.replaced(text, name -> "<" + name + ">"))
          .isEqualTo(
              PLACEHOLDER
                  .matcher(text)
                  .replaceAll(match -> Matcher.quoteReplacement("<" + match.group(1) + ">")));
      assertThat(Placeholders.soleNameIn(text).isEmpty())
          .isNotEqualTo(PLACEHOLDER.matcher(text).matches());
    }
  }

  @Test
  void placeholdersAreReadOnce() {
    for (String piece : List.of("${", "${a}", "$", "{", "}", "${}", "${a", " ")) {
      Doubling.readsLinearly(piece::repeat, text -> Placeholders.replaced(text, _ -> ""));
      Doubling.readsLinearly(piece::repeat, Placeholders::namesIn);
      Doubling.readsLinearly(piece::repeat, Placeholders::soleNameIn);
    }
  }

  @Test
  void checkboxesAreLookedUp() {
    Doubling.takesLinearTime(
        1_000,
        n -> new FormCase(checkboxes(n), data(n, n, "option ")),
        test -> FormDataValidator.validate(test.form(), test.data()));
  }

  @Test
  void wrongCheckboxesDoNotListAllOptionsEach() {
    Doubling.allocatesLinearly(
        5_000,
        n -> new FormCase(checkboxes(n / 5), data(n, n, "wrong ")),
        test ->
            assertThat(
                    catchThrowableOfType(
                        InvalidException.class,
                        () -> FormDataValidator.validate(test.form(), test.data())))
                .isNotNull());
    List<String> details =
        catchThrowableOfType(
                InvalidException.class,
                () -> FormDataValidator.validate(checkboxes(1_000), data(21_000, 21_000, "wrong")))
            .details();
    assertThat(details).hasSize(1_001).last().isEqualTo("and 20000 more problems");
    assertThat(details).allSatisfy(problem -> assertThat(problem).hasSizeLessThan(300));
    assertThat(details.getFirst()).endsWith("option 9 and 990 more");
  }

  @Test
  void stepsAreOrderedByTheirNames() {
    Doubling.takesLinearTime(1_000, LinearWorkTest::pipeline, Pipeline::stepsInOrder);
    assertThat(pipeline(8_000).stepsInOrder()).hasSize(8_000);
  }

  @Test
  void cyclesAreFoundInOneWalk() {
    Doubling.takesLinearTime(
        1_000, LinearWorkTest::links, links -> new StepCycles(links, "step 0").of("step 1"));
  }

  private record FormCase(Form form, ObjectNode data) {}

  private static Form checkboxes(int options) {
    return new Form(
        List.of(
            new FormField(
                "boxes",
                "Boxes",
                "",
                FieldType.CHECKBOXES,
                false,
                "",
                0,
                IntStream.range(0, options).mapToObj(i -> "option " + i).toList(),
                null)));
  }

  private static ObjectNode data(int values, int different, String prefix) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    var boxes = data.putArray("boxes");
    for (int i = 0; i < values; i++) {
      boxes.add(prefix + i % different);
    }
    return data;
  }

  /** A chain that is listed from its end. */
  private static Pipeline pipeline(int steps) {
    List<Step> chain =
        IntStream.iterate(steps - 1, i -> i >= 0, i -> i - 1)
            .mapToObj(
                i ->
                    new Step(
                        "step " + i,
                        "WAIT_FOR_APPROVAL",
                        i == steps - 1 ? "" : "step " + (i + 1),
                        "",
                        JsonNodeFactory.instance.objectNode(),
                        i == steps - 1))
            .toList();
    return new Pipeline(
        "0".repeat(24),
        "u",
        1,
        "p",
        "",
        1,
        null,
        "step 0",
        chain,
        Instant.EPOCH,
        new Form(List.of()));
  }

  private static Map<String, String> links(int steps) {
    Map<String, String> links = new LinkedHashMap<>();
    for (int i = 0; i < steps; i++) {
      links.put("step " + i, "step " + (i + 1) % steps);
    }
    return links;
  }
}
