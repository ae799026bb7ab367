package io.flowforge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.file.PipelineFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OfflineValidationTest {

  private static final String VALID =
      """
      pipeline_name: Order
      first_step_name: Approve
      steps:
        - step_name: Approve
          step_type: WAIT_FOR_APPROVAL
          next_step_name: Buy
          is_terminal_step: false
        - step_name: Buy
          step_type: API
          prev_step_name: Approve
          is_terminal_step: true
          parameters:
            method: POST
            url: https://shop.example.com/orders
            data: {model: "${model}"}
      form:
        fields:
          - name: model
            title: Model
            type: input
      """;

  private final List<String> warnings = new ArrayList<>();

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../seed-data/sample/pipelines"))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theSamplesAreValid(Path sample) {
    assertThat(
            OfflineValidation.validate(
                    PipelineFile.open(sample), InstantSource.system(), warnings::add)
                .steps())
        .isPositive();
  }

  @Test
  void countsStepsAndFields() {
    assertThat(validate(VALID)).isEqualTo(new OfflineValidation.Size(2, 1));
    assertThat(warnings).isEmpty();
  }

  /** Each line takes one thing out of the valid pipeline and puts another in its place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pipeline_name: Order | pipeline_name: 7 | 1:16: pipeline_name: must be a string, but it is the number '7'; put it in quotes",
        "pipeline_name: Order | x: 1 | 1:1: pipeline_name: missing required field",
        "first_step_name: Approve | first_step_name: Aprove | 2:18: first_step_name: first step 'Aprove' not found",
        "WAIT_FOR_APPROVAL | WAIT | 5:16: steps[0].step_type: invalid step type",
        "next_step_name: Buy | next_step_name: Sell | 6:21: steps[0].next_step_name: no step name 'Sell' found",
        "is_terminal_step: true | is_terminal_step: yes | 11:23: steps[1].is_terminal_step: must be true or false, without quotes, but it is the string 'yes'",
        "is_terminal_step: true | is_terminal: true | 11:18: steps[1].is_terminal: 'is_terminal' is no field of a step; write 'is_terminal_step'",
        "method: POST | method: POSTT | 13:15: steps[1].parameters.method: ",
        "https://shop.example.com | https://shop.example.com:99999 | 14:12: steps[1].parameters.url: ",
        "data: {model | dta: {model | 15:12: steps[1].parameters.dta: is unknown; write 'data'",
        "${model} | ${modle} | 13:7: steps[1].parameters: placeholder '${modle}' names no field",
        "type: input | type: inptu | 20:13: form.fields[0].type: invalid value",
        "title: Model | description: x | 18:7: form.fields[0].title: missing required field",
        "title: Model | title: [] | 19:14: form.fields[0].title: must be a string, but it is an array",
        "form: | steps: | 16:1: 'steps' is already in line 3"
      })
  void everyProblemHasItsLineAndColumn(String from, String to, String problem) {
    assertThat(VALID).contains(from);

    assertThat(problemsOf(VALID.replace(from, to)))
        .anySatisfy(found -> assertThat(found).startsWith("<stdin>:" + problem));
  }

  @Test
  void allProblemsAreReportedInTheOrderOfTheFile() {
    String text =
        VALID
            .replace("pipeline_name: Order", "pipeline_name: [Order]")
            .replace("step_type: API", "step_type: APi")
            .replace("is_terminal_step: false", "is_terminal_step: no")
            .replace("type: input", "type: text")
            .replace("Title: Model", "title: ''");

    assertThat(problemsOf(text))
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .containsExactly("<stdin>:1:16", "<stdin>:7:23", "<stdin>:9:16", "<stdin>:20:13");
  }

  /** What is taken out for its type is not reported as missing, nor what refers to it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step_name: Buy~    step_type | step_name: 7~    step_type",
        "form:~  fields: | form:~  fields: x~  rest:",
        "first_step_name: Approve | first_step_name: 7",
        "is_terminal_step: true | is_terminal_step: yes",
        "parameters: | parameters: x~    params:",
        "steps: | steps: x~rest:"
      })
  void aWrongTypeIsOneProblem(String from, String to) {
    String text = VALID.replace(from.replace('~', '\n'), to.replace('~', '\n'));

    assertThat(text).isNotEqualTo(VALID);
    assertThat(problemsOf(text).stream().filter(problem -> !problem.contains("params")))
        .singleElement()
        .asString()
        .contains("must be ");
  }

  @Test
  void whatHasNoEffectIsAWarning() {
    validate(VALID.replace("form:", "org: ACME\nid: x\nforms: {}\nform:"));

    assertThat(warnings)
        .containsExactly("<stdin>:18:8: forms: has no effect; write 'form', or remove it");
  }

  @Test
  void whatOnlySomeServersAllowIsAWarning() {
    validate(VALID.replace("shop.example.com", "127.0.0.1:8089"));

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("<stdin>:14:12: steps[1].parameters.url: ")
        .contains("ALLOW_PRIVATE_TARGETS");
  }

  private OfflineValidation.Size validate(String text) {
    PipelineFile file = PipelineFile.open(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return OfflineValidation.validate(file, InstantSource.system(), warnings::add);
  }

  private List<String> problemsOf(String text) {
    List<String> problems = new ArrayList<>();
    assertThatThrownBy(() -> validate(text))
        .isInstanceOfSatisfying(
            InvalidException.class, failure -> problems.addAll(failure.details()));
    return problems;
  }
}
