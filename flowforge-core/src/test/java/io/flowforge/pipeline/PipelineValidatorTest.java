package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.testing.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told about a draft, in their words; see the contract's list of messages. */
class PipelineValidatorTest {

  private static final Map<String, StepType> TYPES =
      Map.of("API", new CallType(), "WAIT_FOR_APPROVAL", new WaitType());

  private final PipelineValidator validator =
      new PipelineValidator(name -> Optional.ofNullable(TYPES.get(name)));

  @Test
  void acceptsAChainAndKeepsItsOrder() {
    PipelineValidator.Definition definition =
        validate(
            pipeline(
                step("a", "", "b"),
                "{'step_name': 'b', 'step_type': 'WAIT_FOR_APPROVAL', 'prev_step_name': 'a',"
                    + " 'next_step_name': 'c'}",
                last("c", "b")));

    assertThat(definition.pipelineName()).isEqualTo("p");
    assertThat(definition.pipelineDescription()).isEmpty();
    assertThat(definition.firstStepName()).isEqualTo("a");
    assertThat(definition.steps()).extracting(Step::stepName).containsExactly("a", "b", "c");
    assertThat(definition.steps()).extracting(Step::nextStepName).containsExactly("b", "c", "");
    assertThat(definition.steps().get(1).parameters()).isEmpty();
    assertThat(definition.steps())
        .extracting(Step::isTerminalStep)
        .containsExactly(false, false, true);
    assertThat(definition.form().fields()).isEmpty();
  }

  @Test
  void acceptsAChainListedInAnyOrder() {
    assertThat(validate(pipeline(last("c", "b"), step("b", "a", "c"), step("a", "", "b"))).steps())
        .extracting(Step::stepName)
        .containsExactly("c", "b", "a");
  }

  @Test
  void acceptsAChainWithoutLinksBack() {
    assertThat(validate(pipeline(step("a", "", "b"), last("b", ""))).steps()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'steps': [], 'first_step_name': 'a'}",
        "{'pipeline_name': null}",
        "{'pipeline_name': ''}",
        "{'pipeline_name': ' \\t'}"
      })
  void wantsAName(String json) {
    assertRefused(json, "missing required field: 'pipeline_name'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "a\\rb", "\\u0007a", "a\\u001b[31m", "a\\u2028b", "a\\ud800"})
  void aStepsNameIsOneLineOfText(String name) {
    assertThat(refusal(pipeline(last("x" + name, ""))).details())
        .anySatisfy(
            problem ->
                assertThat(problem).startsWith("field 'steps[0].step_name' must not contain "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'pipeline_name': 'p', 'first_step_name': 'a'}",
        "{'pipeline_name': 'p', 'steps': null}"
      })
  void wantsSteps(String json) {
    assertRefused(json, "missing required field: 'steps'");
  }

  @Test
  void wantsAtLeastOneStepBeforeItWantsAFirst() {
    assertRefused("{'pipeline_name': 'p', 'steps': []}", "pipeline must have at least one step");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'first_step_name': null,", "'first_step_name': ' ',"})
  void wantsAFirstStepBeforeItLooksAtSteps(String first) {
    assertRefused(
        "{'pipeline_name': 'p', %s 'steps': [{'step_type': 'NOPE'}]}".formatted(first),
        "missing required field: 'first_step_name'");
  }

  @Test
  void refusesAnUnknownTypeBeforeAnythingElseOfTheStep() {
    assertRefused(
        pipeline("{'step_name': 'a', 'step_type': 'FTP', 'prev_step_name': 'x'}"),
        "invalid step type for step 'a': 'FTP'");
    assertRefused(pipeline("{'step_name': 'a'}"), "invalid step type for step 'a': ''");
    assertRefused(pipeline("{'step_type': 'api'}"), "invalid step type for step '': 'api'");
  }

  @Test
  void wantsANameOfEachStep() {
    String message = "missing required field: 'step_name'";
    assertRefused(pipeline("{'step_type': 'API'}"), message);
    assertRefused(pipeline("{'step_type': 'API', 'step_name': ' '}"), message);
    assertRefused(pipeline("null"), message);
    assertRefused(pipeline(step("a", "", "b"), "null"), message);
  }

  @Test
  void refusesANameGivenTwiceBeforeWhatFollows() {
    assertRefused(
        pipeline(step("a", "", "b"), "{'step_name': 'a', 'step_type': 'API'}"),
        "duplicate step name found: 'a'");
  }

  @Test
  void wantsANextStepOfWhatIsNotTerminal() {
    String message = "non-terminal step 'a' must define next step";
    assertRefused(pipeline(call("'step_name': 'a', 'prev_step_name': 'x'")), message);
    assertRefused(pipeline(call("'step_name': 'a', 'next_step_name': null")), message);
    assertRefused(
        pipeline(call("'step_name': 'a', 'next_step_name': '', 'is_terminal_step': null")),
        message);
  }

  @Test
  void looksAtOneStepAfterTheOther() {
    assertRefused(
        pipeline(call("'step_name': 'a'"), "{'step_type': 'FTP'}"),
        "non-terminal step 'a' must define next step");
    assertRefused(
        pipeline(step("a", "", "b"), "{'step_name': 'b', 'step_type': 'FTP'}", step("a", "", "b")),
        "invalid step type for step 'b': 'FTP'");
  }

  @Test
  void refusesACycleToAnEarlierEntry() {
    assertRefused(
        pipeline(step("a", "", "b"), step("b", "a", "a")),
        "circular reference detected between steps 'a' and 'b'");
  }

  @Test
  void refusesAStepThatLeadsToItself() {
    assertRefused(
        pipeline(step("a", "x", "a")), "circular reference detected between steps 'a' and 'a'");
  }

  @Test
  void refusesACycleListedOutOfOrder() {
    assertRefused(
        pipeline(step("c", "", "a"), step("a", "", "b"), step("b", "", "c")),
        "circular reference detected between steps 'a' and 'c'");
  }

  @Test
  void refusesACycleThatTheFirstStepNeverMeets() {
    assertRefused(
        pipeline(last("a", ""), step("b", "", "c"), step("c", "", "b")),
        "circular reference detected between steps 'b' and 'c'");
  }

  @Test
  void refusesACycleThroughATerminalStep() {
    assertRefused(
        pipeline(
            step("a", "", "b"),
            call("'step_name': 'b', 'next_step_name': 'a', 'is_terminal_step': true")),
        "circular reference detected between steps 'a' and 'b'");
  }

  @Test
  void refusesAStepBeforeTheFirst() {
    assertRefused(
        pipeline(step("a", "b", "b"), "{'step_type': 'FTP'}"),
        "first step 'a' cannot contain prev step");
  }

  @Test
  void wantsTheFirstStepToBeThereBeforeItLooksAtReferences() {
    assertRefused(pipeline(step("b", "x", "y")), "first step 'a' not found");
  }

  @Test
  void wantsWhatIsReferredToToBeThere() {
    assertRefused(
        pipeline(last("a", ""), last("b", "x")),
        "no step name 'x' found for field 'prev_step_name'");
    assertRefused(
        pipeline(step("a", "", "x"), last("b", "")),
        "no step name 'x' found for field 'next_step_name'");
  }

  @Test
  void looksAtThePreviousStepBeforeTheNext() {
    assertRefused(
        pipeline(last("a", ""), step("b", "x", "y")),
        "no step name 'x' found for field 'prev_step_name'");
    assertRefused(
        pipeline(last("a", ""), step("b", "a", "y")),
        "step 'a' references step '' as next step, but step 'b' references step 'a' as previous"
            + " step");
  }

  @Test
  void wantsReferencesToAgree() {
    assertRefused(
        pipeline(step("a", "", "b"), step("b", "a", "c"), last("c", "a")),
        "step 'a' references step 'b' as next step, but step 'c' references step 'a' as previous"
            + " step");
  }

  @Test
  void wantsEveryStepToBeReached() {
    assertRefused(
        pipeline(step("a", "", "b"), last("b", "a"), last("c", "")),
        "step 'c' cannot be reached from first step 'a'");
  }

  @Test
  void wantsTheTerminalStepToBeTheLast() {
    assertRefused(
        pipeline(
            call("'step_name': 'a', 'next_step_name': 'b', 'is_terminal_step': true"),
            last("b", "a")),
        "terminal step 'a' must not define next step");
  }

  @Test
  void looksAtStepsBeforeTheForm() {
    assertRefused(
        """
        {'pipeline_name': 'p', 'first_step_name': 'a', 'form': {'fields': [null]},
         'steps': [{'step_name': 'a', 'step_type': 'API'}]}
        """,
        "non-terminal step 'a' must define next step");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url': 'u', 'x': '${nobody}'}",
        "{'url': 'u', 'x': 'before ${who} and ${nobody} after'}",
        "{'url': 'u', '${nobody}': 1}",
        "{'url': 'u', 'x': [1, ['${nobody}']]}",
        "{'url': 'u', 'x': {'y': [{'z': '${nobody}'}]}}",
        "{'url': 'u', 'x': {'y': [{'${nobody}': {}}]}}",
        "{'x': '${nobody}'}"
      })
  void refusesAPlaceholderThatNamesNoField(String parameters) {
    assertRefused(
        withForm(parameters),
        "step 'a' uses placeholder '${nobody}', but the form has no field 'nobody'");
  }

  @Test
  void acceptsPlaceholdersThatNameFields() {
    assertThat(
            validate(withForm("{'url': 'u/${who}', '${who}': ['${who}${who}']}")).form().fields())
        .extracting(FormField::name)
        .containsExactly("who");
  }

  @Test
  void passesOnWhatTheStepTypeSaysOfTheParameters() {
    InvalidException refusal = refusal(withForm("{}"));

    assertThat(refusal).hasMessage("step 'a': missing required parameter: 'url'");
    assertThat(refusal.details())
        .containsExactly(
            "steps[0].parameters.url: missing required parameter: 'url'",
            "steps[0]: and another fault");
  }

  @Test
  void doesNotWantParametersOfAStepThatNeedsNone() {
    assertThat(
            validate(
                    pipeline(
                        "{'step_name': 'a', 'step_type': 'WAIT_FOR_APPROVAL', 'parameters': null,"
                            + " 'is_terminal_step': true}"))
                .steps())
        .hasSize(1);
  }

  private PipelineValidator.Definition validate(String json) {
    return validator.validate(JsonText.read(json, PipelineDraft.class), KnownSecrets.ANY);
  }

  private InvalidException refusal(String json) {
    return catchThrowableOfType(InvalidException.class, () -> validate(json));
  }

  private void assertRefused(String json, String message) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> validate(json))
        .withMessage(message);
  }

  /** A pipeline whose first step is a. */
  private static String pipeline(String... steps) {
    return "{'pipeline_name': 'p', 'first_step_name': 'a', 'steps': [%s]}"
        .formatted(String.join(",", steps));
  }

  private static String withForm(String parameters) {
    return """
        {'pipeline_name': 'p', 'first_step_name': 'a',
         'form': {'fields': [{'name': 'who', 'title': 'Who', 'type': 'input'}]},
         'steps': [{'step_name': 'a', 'step_type': 'API', 'is_terminal_step': true,
                    'parameters': %s}]}
        """
        .formatted(parameters);
  }

  private static String step(String name, String prev, String next) {
    return call(
        "'step_name': '%s', 'prev_step_name': '%s', 'next_step_name': '%s'"
            .formatted(name, prev, next));
  }

  private static String last(String name, String prev) {
    return call(
        "'step_name': '%s', 'prev_step_name': '%s', 'is_terminal_step': true"
            .formatted(name, prev));
  }

  private static String call(String properties) {
    return "{'step_type': 'API', 'parameters': {'url': 'u'}, %s}".formatted(properties);
  }

  /** Wants a URL, and finds a second fault when there is none. */
  private record CallType() implements StepType {

    @Override
    public String name() {
      return "API";
    }

    @Override
    public Set<String> parameterNames() {
      return Set.of("url", "x", "${who}", "${nobody}");
    }

    @Override
    public List<String> problemsOf(Step step) {
      return step.parameters().has("url")
          ? List.of()
          : List.of("missing required parameter: 'url'", "and another fault");
    }
  }

  private record WaitType() implements StepType {

    @Override
    public String name() {
      return "WAIT_FOR_APPROVAL";
    }

    @Override
    public Set<String> parameterNames() {
      return Set.of();
    }

    @Override
    public List<String> problemsOf(Step step) {
      return List.of();
    }
  }
}
