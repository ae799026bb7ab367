package io.flowforge.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.flowforge.testing.Doubling;
import io.flowforge.testing.JsonText;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts with the real step types: limits, and everything that can never work. */
class WholeDraftTest {

  private static final ApiStep API =
      ApiStep.open(
          ExecutionSettings.defaults().calls(),
          1,
          Json.mapper(),
          new CompositeMeterRegistry(),
          InstantSource.system());
  private static final PipelineValidator VALIDATOR =
      new PipelineValidator(new StepExecutors(List.of(API, new ApprovalStep())));

  private static final String CALL =
      "'step_name': 's', 'step_type': 'API', 'is_terminal_step': true";
  private static final String PARAMETERS = "'method': 'GET', 'url': 'http://h/'";

  @AfterAll
  static void close() {
    API.close();
  }

  @Test
  void reportsEverythingInOnePassAndTheKnownMessageFirst() {
    InvalidException refusal =
        refusal(
            """
            {'pipeline_name': 'p\\u0085', 'first_step_name': 's',
             'steps': [{'step_name': 's', 'step_type': 'APY', 'retyr': {}},
                       {'step_name': 't?', 'step_type': 'API', 'is_terminal_step': true,
                        'parameters': {'method': 'GET', 'url': 'http://localhost:99999/{id}',
                                       'body': 'x', 'header': {}, 'timeout': 3}}],
             'form': {'fields': [{'name': 'n', 'title': '', 'type': 'select', 'options': ['a', '']}]}}
            """);

    assertThat(refusal).hasMessage("invalid step type for step 's': 'APY'");
    assertThat(refusal.details())
        .containsExactly(
            "steps[0].step_type: invalid step type for step 's': 'APY'; use API or WAIT_FOR_APPROVAL",
            "steps[0].next_step_name: non-terminal step 's' must define next step; name the next step, or set is_terminal_step to true",
            "form.fields[0].title: missing required field: 'title'",
            "form.fields[0].options: invalid value found for field: 'options'; write an array of strings that are not empty",
            "field 'pipeline_name' must not contain control characters; character 2 is U+0085",
            "steps[1].step_name: the name must not contain '?', '#' or '\\': front ends could not address the step",
            "steps[0].retyr: 'retyr' is no field of a step; write 'retry'",
            "steps[1].parameters.body: is unknown; the known names are data, escape, headers, method, poll, url",
            "steps[1].parameters.header: is unknown; write 'headers'",
            "steps[1].parameters.timeout: is unknown; write 'timeout_seconds' beside parameters",
            "steps[1].parameters.url: port 99999 is out of range; use 1 to 65535",
            "steps[1].parameters.url: '{' at character 24 is not allowed in a URL; placeholders are written ${name}; write %7B for a brace",
            "steps[1].parameters.url: '}' at character 27 is not allowed in a URL; placeholders are written ${name}; write %7D for a brace",
            "steps[1].parameters.url: its address is in 127.0.0.0/8 (loopback), allowed only with ALLOW_PRIVATE_TARGETS=true; use another address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "url | move it into parameters",
        "timeout | write 'timeout_seconds'",
        "success_code | write 'success_codes'",
        "colour | the known names are is_terminal_step, next_step_name, outputs, parameters,"
            + " prev_step_name, retry, step_id, step_name, step_type, success_codes,"
            + " timeout_seconds, when"
      })
  void namesTheNearestKnownField(String field, String cure) {
    assertThat(details(step(CALL + ", '" + field + "': 1, 'parameters': {" + PARAMETERS + "}")))
        .containsExactly(
            "steps[0].%1$s: '%1$s' is no field of a step; %2$s".formatted(field, cure));
  }

  @Test
  void anApprovalHasNoParameters() {
    assertThat(
            details(
                step(
                    "'step_name': 's', 'step_type': 'WAIT_FOR_APPROVAL', 'is_terminal_step': true,"
                        + " 'parameters': {'approver': 'me'}")))
        .containsExactly("steps[0].parameters.approver: is unknown; remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a?", "#1", "a\\\\b", ".", "..", "a/../b", "a%20b", "%2e"})
  void aStepNameThatNoFrontEndCanAddressIsRefused(String name) {
    assertThat(details(call(name)))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("steps[0].step_name: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "[x]; + & %", "a/b", "100%", "...", "ä;ö", "a.b", "%zz"})
  void otherNamesAreFree(String name) {
    assertThatCode(() -> validate(call(name))).doesNotThrowAnyException();
  }

  @Test
  void aDefaultThatNobodyCouldSubmitIsRefused() {
    assertThat(details(field("'type': 'input', 'min_length': 3, 'default': 'ab'")))
        .containsExactly(
            "form.fields[0].default: has 2 characters; write at least the 3 of min_length");
    assertThat(details(field("'type': 'input', 'default': ['ab']")))
        .containsExactly("form.fields[0].default: must be a string");
    assertThat(details(field("'type': 'select', 'options': ['a', 'b'], 'default': 'c'")))
        .containsExactly("form.fields[0].default: \"c\" is not among the options; use a, b");
    assertThat(details(field("'type': 'select', 'options': ['a'], 'default': ['a']"))).hasSize(1);
    assertThat(
            details(field("'type': 'checkboxes', 'options': ['a', 'b'], 'default': ['a', 'c', 7]")))
        .containsExactly("form.fields[0].default: \"c\", 7 is not among the options; use a, b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type': 'input', 'min_length': 2, 'default': 'ab'",
        "'type': 'input', 'min_length': 2, 'default': ''",
        "'type': 'input', 'default': 7",
        "'type': 'select', 'options': ['a'], 'default': ''",
        "'type': 'select', 'options': ['a', 'a'], 'default': 'a'",
        "'type': 'checkboxes', 'options': ['a', 'b'], 'default': ['b']",
        "'type': 'checkboxes', 'options': ['a', 'b'], 'default': []",
        "'type': 'checkboxes', 'options': ['a', 'b'], 'default': 'a'"
      })
  void aDefaultThatFitsIsAccepted(String field) {
    assertThatCode(() -> validate(field(field))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", 'form': null", ", 'form': {}", ", 'form': {'fields': []}"})
  void noFormIsNeededWithoutPlaceholders(String form) {
    String draft =
        "{'pipeline_name': 'p', 'first_step_name': 's', 'steps': [{%s, 'parameters': {%s}}]%s}"
            .formatted(CALL, PARAMETERS, form);

    assertThat(validate(draft).form().fields()).isEmpty();
    assertThat(details(draft.replace("http://h/", "http://h/${v}")))
        .containsExactly(
            "steps[0].parameters: placeholder '${v}' names no field of the form; add the field,"
                + " or correct the name");
  }

  @Test
  void namesAreLimited() {
    String limit = "x".repeat(200);
    assertThatCode(() -> validate(call(limit))).doesNotThrowAnyException();
    assertThat(details(call(limit + "x")))
        .containsExactly("field 'steps[0].step_name' must have at most 200 characters; it has 201");
    assertThat(details(call("s").replace("'p'", "'" + limit + "x'")))
        .containsExactly("field 'pipeline_name' must have at most 200 characters; it has 201");
    assertThat(details(field("'type': 'input'").replace("'t'", "'" + limit + "x'")))
        .containsExactly(
            "field 'form.fields[0].title' must have at most 200 characters; it has 201");
    assertThat(details(field("'type': 'select', 'options': ['a', '" + limit + "x']")))
        .containsExactly(
            "field 'form.fields[0].options[1]' must have at most 200 characters; it has 201");
    assertThat(details(field("'type': 'input', 'description': '" + "d".repeat(10_001) + "'")))
        .containsExactly(
            "field 'form.fields[0].description' must have at most 10000 characters; it has 10001");
    assertThat(details(field("'type': 'input', 'placeholder': '" + "d".repeat(1_001) + "'")))
        .containsExactly(
            "field 'form.fields[0].placeholder' must have at most 1000 characters; it has 1001");
    assertThat(details(field("'type': 'input', 'min_length': 10001"))).hasSize(1);
    assertThat(
            details(
                call("s")
                    .replace("'p',", "'p', 'pipeline_description': '" + "d".repeat(10_001) + "',")))
        .hasSize(1);
  }

  @Test
  void numbersAreLimited() {
    assertThatCode(() -> validate(chain(200))).doesNotThrowAnyException();
    assertThat(details(chain(201)))
        .containsExactly("steps: must have at most 200 entries; it has 201; split the pipeline");
    assertThatCode(() -> validate(fields(200))).doesNotThrowAnyException();
    assertThat(details(fields(201)))
        .containsExactly("form.fields: must have at most 200 entries; it has 201");
    assertThatCode(() -> validate(field(options(1_000)))).doesNotThrowAnyException();
    assertThat(details(field(options(1_001))))
        .containsExactly("form.fields[0].options: must have at most 1000 entries; it has 1001");
  }

  @Test
  void theWholeIsLimited() {
    String data = "'data': ['" + "d".repeat(520_000) + "']";
    assertThatCode(() -> validate(step(CALL + parameters(data)))).doesNotThrowAnyException();
    assertThat(
            refusal(
                step(CALL + parameters(data + ", 'headers': {'X': '" + "e".repeat(5_000) + "'}"))))
        .hasMessageStartingWith("the pipeline must have at most 524288 bytes as stored; it has 52");
  }

  @Test
  void nothingThatTheStoreCannotHoldIsAccepted() {
    assertThat(details(step(CALL + parameters("'data': {'a': ['\\ud800', '\\u0000']}"))))
        .containsExactly(
            "field 'steps[0].parameters' must not contain halves of surrogate pairs; character 1 is U+D800",
            "field 'steps[0].parameters' must not contain control characters; character 1 is U+0000");
    assertThat(details(step(CALL + parameters("'data': " + "[".repeat(90) + "]".repeat(90)))))
        .containsExactly("steps[0].parameters: must have at most 80 levels");
  }

  @Test
  void anotherServerMayAllowWhatThisOneDoesNot() {
    List<String> warnings = new ArrayList<>();
    PipelineDraft draft =
        JsonText.read(call("s").replace("http://h/", "http://10.0.0.1/"), PipelineDraft.class);

    assertThat(VALIDATOR.validateForAnyServer(draft, warnings::add).steps()).hasSize(1);
    assertThat(warnings)
        .containsExactly(
            "steps[0].parameters.url: its address is in 10.0.0.0/8 (private), allowed only with"
                + " ALLOW_PRIVATE_TARGETS=true; use another address");
  }

  /** The size of the input bounds the size of the response, however wrong the input is. */
  @Test
  void wrongDraftsTakeNoQuadraticTime() {
    Doubling.allocatesLinearly(
        2_000,
        n ->
            JsonText.read(
                step(CALL + parameters(unknown(n)) + ", " + unknown(n)), PipelineDraft.class),
        draft -> assertThat(refusalOf(draft).details()).hasSizeLessThan(510));
    Doubling.allocatesLinearly(
        25,
        n -> JsonText.read(chain(n).replace("http", "fttp"), PipelineDraft.class),
        draft -> assertThat(refusalOf(draft).details()).hasSizeGreaterThan(20));
  }

  private static String unknown(int names) {
    return IntStream.range(0, names).mapToObj(i -> "'unknown" + i + "': 1").collect(joining(", "));
  }

  private static String parameters(String more) {
    return ", 'parameters': {" + PARAMETERS.replace("GET", "POST") + ", " + more + "}";
  }

  private static String call(String name) {
    return step(CALL.replace("'s'", "'" + name + "'") + ", 'parameters': {" + PARAMETERS + "}")
        .replace("'first_step_name': 's'", "'first_step_name': '" + name + "'");
  }

  private static String step(String step) {
    return "{'pipeline_name': 'p', 'first_step_name': 's', 'steps': [{" + step + "}]}";
  }

  private static String field(String field) {
    return call("s")
        .replace("}]}", "}], 'form': {'fields': [{'name': 'n', 'title': 't', " + field + "}]}}");
  }

  private static String fields(int count) {
    return call("s")
        .replace(
            "}]}",
            "}], 'form': {'fields': ["
                + IntStream.range(0, count)
                    .mapToObj(i -> "{'name': 'n%d', 'title': 't', 'type': 'input'}".formatted(i))
                    .collect(joining(", "))
                + "]}}");
  }

  private static String options(int count) {
    return "'type': 'select', 'options': ["
        + IntStream.range(0, count).mapToObj(i -> "'o" + i + "'").collect(joining(", "))
        + "]";
  }

  private static String chain(int count) {
    return "{'pipeline_name': 'p', 'first_step_name': 's0', 'steps': ["
        + IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{'step_name': 's%d', 'step_type': 'API', 'parameters': {%s}, %s}"
                        .formatted(
                            i,
                            PARAMETERS,
                            i == count - 1
                                ? "'is_terminal_step': true"
                                : "'next_step_name': 's" + (i + 1) + "'"))
            .collect(joining(", "))
        + "]}";
  }

  private static PipelineValidator.Definition validate(String json) {
    return VALIDATOR.validate(JsonText.read(json, PipelineDraft.class), KnownSecrets.ANY);
  }

  private static InvalidException refusal(String json) {
    return refusalOf(JsonText.read(json, PipelineDraft.class));
  }

  private static InvalidException refusalOf(PipelineDraft draft) {
    return catchThrowableOfType(
        InvalidException.class, () -> VALIDATOR.validate(draft, KnownSecrets.ANY));
  }

  private static List<String> details(String json) {
    return refusal(json).details();
  }
}
