package io.flowforge.pipeline.file;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.problem.DraftProblem;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.flowforge.testing.Doubling;
import io.flowforge.testing.JsonText;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each problem of a draft has a place, says what is wrong, and what to do. */
class DraftProblemTest {

  private static final ApiStep API =
      ApiStep.open(
          ExecutionSettings.defaults().calls(),
          1,
          Json.mapper(),
          new CompositeMeterRegistry(),
          InstantSource.system());
  private static final StepExecutors TYPES = new StepExecutors(List.of(API, new ApprovalStep()));
  private static final DraftCheck CHECK =
      new DraftCheck(new PipelineValidator(TYPES), TYPES, Json.mapper());

  @AfterAll
  static void close() {
    API.close();
  }

  /**
   * One change of a valid draft on each row, and the first problem that follows.
   *
   * @param place where the value is written
   * @param value the JSON with which it is replaced; empty to remove it
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      emptyValue = "",
      nullValues = "-",
      textBlock =
          """
          # the draft itself
          /pipeline_name        | ''            | /pipeline_name        | missing required field: 'pipeline_name' | add it | -
          /pipeline_name        | 7             | /pipeline_name        | must be a string, but it is the number '7' | put it in quotes | -
          /pipeline_name        | 'a\\u0007'    | /pipeline_name        | field 'pipeline_name' must not contain control characters; character 2 is U+0007 | remove control characters | -
          /pipeline_description | []            | /pipeline_description | must be a string, but it is an array | write a string | -
          /steps                | -             | /steps                | missing required field: 'steps' | add it | -
          /steps                | []            | /steps                | pipeline must have at least one step | use at least one step | -
          /steps                | {}            | /steps                | must be an array, but it is an object | write an array | -
          /first_step_name      | -             | /first_step_name      | missing required field: 'first_step_name' | add it | a,b
          /first_step_name      | 'x; y'        | /first_step_name      | first step 'x; y' not found | write the step_name of a step | a,b

          # steps
          /steps/0/step_name        | -              | /steps/0/step_name        | missing required field: 'step_name' | add it | -
          /steps/0/step_name        | 'a?'           | /first_step_name          | first step 'a' not found | write the step_name of a step | a?,b
          /steps/1/step_name        | 'a'            | /steps/1/step_name        | duplicate step name found: 'a' | rename one of them | -
          /steps/1/step_name        | 'b%20'         | /steps/0/next_step_name   | no step name 'b' found for field 'next_step_name' | write the step_name of a step | a,b%20
          /steps/0/step_type        | 'APY'          | /steps/0/step_type        | invalid step type for step 'a': 'APY' | use API or WAIT_FOR_APPROVAL | API,WAIT_FOR_APPROVAL
          /steps/0/next_step_name   | 'c'            | /steps/0/next_step_name   | no step name 'c' found for field 'next_step_name' | write the step_name of a step | a,b
          /steps/0/next_step_name   | -              | /steps/0/next_step_name   | non-terminal step 'a' must define next step | name the next step, or set is_terminal_step to true | a,b
          /steps/1/next_step_name   | 'a'            | /steps/1/next_step_name   | circular reference detected between steps 'a' and 'b' | correct the next_step_name of one of them | -
          /steps/0/prev_step_name   | 'b'            | /steps/0/prev_step_name   | first step 'a' cannot contain prev step | remove prev_step_name | -
          /steps/1/prev_step_name   | 'b'            | /steps/1/prev_step_name   | step 'b' references step '' as next step, but step 'b' references step 'b' as previous step | make next_step_name and prev_step_name agree | -
          /steps/0/is_terminal_step | true           | /steps/0/next_step_name   | terminal step 'a' must not define next step | remove it, or set is_terminal_step to false | -
          /steps/0/is_terminal_step | 'no'           | /steps/0/is_terminal_step | must be true or false, without quotes, but it is the string 'no' | write true or false, without quotes | -
          /steps/0/parametres       | {}             | /steps/0/parametres       | 'parametres' is no field of a step | write 'parameters' | -
          /steps/0                  | 5              | /steps/0                  | must be an object, but it is the number '5' | write an object | -
          /steps/0/timeout_seconds  | 0              | /steps/0/timeout_seconds  | 'timeout_seconds' must be a number of seconds from 0.1 to 86400 | write a number of seconds from 0.1 to 86400 | -
          /steps/0/retry            | 5              | /steps/0/retry            | 'retry' must be an object with max_attempts | write an object with max_attempts | -
          /steps/0/retry            | {'max_attempts': 2, 'multiplyer': 2} | /steps/0/retry/multiplyer | 'retry.multiplyer' is unknown; the known fields are initial_delay_seconds, max_attempts, max_delay_seconds, max_elapsed_seconds, multiplier, retry_on | write 'multiplier' | -
          /steps/0/retry            | {}             | /steps/0/retry/max_attempts | 'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt | write a whole number from 1 to 100, including the first attempt | -
          /steps/0/success_codes    | [7]            | /steps/0/success_codes    | 'success_codes' must be an array of status codes such as 404, or classes such as "2xx" | write an array of status codes such as 404, or classes such as "2xx" | -
          /steps/1/timeout_seconds  | 5              | /steps/1                  | an approval waits for a person and is never retried: remove timeout_seconds, retry and success_codes | remove timeout_seconds, retry and success_codes | -

          # parameters
          /steps/0/parameters/method  | -            | /steps/0/parameters/method  | missing required parameter: 'method' | add it | DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT
          /steps/0/parameters/method  | 'FETCH'      | /steps/0/parameters/method  | parameter 'method' must be one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT | use one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT | DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT
          /steps/0/parameters/url     | -            | /steps/0/parameters/url     | missing required parameter: 'url' | add it | -
          /steps/0/parameters/url     | 'ftp://h/'   | /steps/0/parameters/url     | parameter 'url' must begin with http:// or https:// and a host without placeholders, user or password | begin it with http:// or https:// and a host without placeholders, user or password | -
          /steps/0/parameters/url     | 'http://h:99999/' | /steps/0/parameters/url | port 99999 is out of range | use 1 to 65535 | -
          /steps/0/parameters/url     | 'http://h/${x}' | /steps/0/parameters | placeholder '${x}' names no field of the form | add the field, or correct the name | -
          /steps/0/parameters/headers | []           | /steps/0/parameters/headers | parameter 'headers' must be an object whose values are strings | write an object whose values are strings | -
          /steps/0/parameters/headers | {'Host': 'x'} | /steps/0/parameters/headers | parameter 'headers': the header 'Host' cannot be set by a pipeline | remove it | -
          /steps/0/parameters/headers | {'a b': 'x'} | /steps/0/parameters/headers | parameter 'headers': 'a b' is not a valid header name | use letters, digits and hyphens | -
          /steps/0/parameters/headers | {'a': 'ä'}   | /steps/0/parameters/headers | parameter 'headers': the value of the header 'a' must be printable ASCII on one line | write printable ASCII on one line | -
          /steps/0/parameters/headers | {'A': 'x', 'a': 'x'} | /steps/0/parameters/headers | 'A' and 'a' are the same header | remove one of them | -
          /steps/0/parameters/data    | '{\\"a\\": '    | /steps/0/parameters/data    | parameter 'data' begins like JSON but is not valid JSON | correct the JSON, or set a Content-Type such as text/plain | -
          /steps/0/parameters/escape  | 'html'       | /steps/0/parameters/escape  | must be one of form, json, none, xml | use one of form, json, none, xml | form,json,none,xml
          /steps/0/parameters/a~1b.c~0 | 1           | /steps/0/parameters/a~1b.c~0 | is unknown | the known names are data, escape, headers, method, poll, url | -
          /steps/0/parameters/poll    | 5            | /steps/0/parameters/poll    | must be an object with until, every_seconds and max_seconds | write an object with until, every_seconds and max_seconds | -
          /steps/0/parameters/poll    | {'until': 'response.status', 'every_seconds': 1, 'max_seconds': 0} | /steps/0/parameters/poll/max_seconds | is out of range | write a number of seconds from 0.5 to 31622400 | -
          /steps/0/parameters/poll    | {'until': 'response.stat == 1', 'every_seconds': 1, 'max_seconds': 1} | /steps/0/parameters/poll/until | character 10: a response has no 'stat' | write 'status' | -
          /steps/1/when               | 'request.idd == 1' | /steps/1/when           | character 9: a request has no 'idd' | write 'id' | -
          /steps/0/parameters/poll    | {'until': 'true', 'every': 1, 'every_seconds': 1, 'max_seconds': 1} | /steps/0/parameters/poll/every | is unknown | write 'every_seconds' | -

          # the form
          /form                          | 5         | /form                          | must be an object, but it is the number '5' | write an object | -
          /form/fields/0/name            | -         | /form/fields/0/name            | missing required field: 'name' | add it | -
          /form/fields/0/name            | 'steps.x' | /form/fields/0/name            | invalid value found for field: 'name' | rename the field: names that begin with 'steps.' are for other values | -
          /form/fields/0/type            | 'text'    | /form/fields/0/type            | invalid value found for field: 'type' | use input, select or checkboxes | input,select,checkboxes
          /form/fields/0/type            | 'select'  | /form/fields/0/options         | missing required field: 'options' | add it | -
          /form/fields/0/min_length      | -1        | /form/fields/0/min_length      | invalid value found for field: 'min_length' | use 0 to 10000 | -
          /form/fields/0/min_length      | '5'       | /form/fields/0/min_length      | must be a whole number, but it is the string '5' | write a whole number | -
          """)
  void everyKindOfProblemHasAPlaceAndACure(
      String place, String value, String pointer, String message, String cure, String allowed) {
    ObjectNode draft = draft();
    put(draft, place, value);

    List<DraftProblem> problems = CHECK.check(draft, KnownSecrets.ANY).problems();

    assertThat(problems)
        .contains(
            new DraftProblem(
                pointer, message, cure, allowed == null ? List.of() : List.of(allowed.split(","))));
    assertAllAreUseful(draft, problems);
  }

  @Test
  void aValidDraftHasNoProblems() {
    CheckedDraft checked = CHECK.check(draft(), KnownSecrets.ANY);

    assertThat(checked.isValid()).isTrue();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
  }

  @Test
  void aFieldWithoutEffectIsAWarning() {
    ObjectNode draft = draft();
    draft.put("pipeline_nam", "x");

    CheckedDraft checked = CHECK.check(draft, KnownSecrets.ANY);

    assertThat(checked.isValid()).isTrue();
    assertThat(checked.warnings())
        .containsExactly(
            new DraftProblem(
                "/pipeline_nam",
                "has no effect",
                "write 'pipeline_name', or remove it",
                List.of()));
  }

  @Test
  void aSecretThatMustNotGoToAHostIsAProblemOfTheHeader() {
    ObjectNode draft = draft();
    put(draft, "/steps/0/parameters/headers", "{'X-A.b': 'Bearer ${secret.TOKEN}'}");

    List<DraftProblem> problems = CHECK.check(draft, new NoSecrets()).problems();

    assertThat(problems)
        .containsExactly(
            new DraftProblem(
                "/steps/0/parameters/headers/X-A.b",
                "there is no secret 'TOKEN'",
                "add it",
                List.of()));
  }

  /** However many problems there are, 20 are shown and all are counted. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 21, 300, 2_000})
  void theFirstProblemsAreShownAndAllAreCounted(int count) {
    ObjectNode draft = draft();
    ObjectNode parameters = (ObjectNode) draft.at("/steps/0/parameters");
    IntStream.range(0, count).forEach(i -> parameters.put("unknown" + i, 1));

    CheckedDraft checked = CHECK.check(draft, KnownSecrets.ANY);

    assertThat(checked.problemCount()).isEqualTo(count);
    assertThat(checked.problems()).hasSize(Math.min(count, DraftCheck.MAX_SHOWN));
    assertAllAreUseful(draft, checked.problems());
  }

  /** However many fields have no effect, 20 are shown and all are counted. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/form", "/form/fields/0"})
  void theFirstWarningsAreShownAndAllAreCounted(String place) {
    ObjectNode draft = draft();
    addUnknown((ObjectNode) draft.at(place), 50_000);

    CheckedDraft checked = CHECK.check(draft, KnownSecrets.ANY);

    assertThat(checked.isValid()).isTrue();
    assertThat(checked.warningCount()).isEqualTo(50_000);
    assertThat(checked.warnings())
        .hasSize(DraftCheck.MAX_SHOWN)
        .extracting(DraftProblem::pointer)
        .startsWith(place + "/unknown0")
        .endsWith(place + "/unknown19");
  }

  @ParameterizedTest
  @CsvSource({"/steps, 100000", "/form/fields, 100000"})
  void theFirstElementsOfAWrongTypeAreShownAndAllAreCounted(String place, int count) {
    ObjectNode draft = draft();
    ((ObjectNode) draft.at(JsonPointer.compile(place).head()))
        .set(JsonPointer.compile(place).last().getMatchingProperty(), numbers(count));

    CheckedDraft checked = CHECK.check(draft, KnownSecrets.ANY);

    // The list itself is too long.
    assertThat(checked.problemCount()).isEqualTo(count + 1);
    assertThat(checked.problems())
        .hasSize(DraftCheck.MAX_SHOWN)
        .extracting(DraftProblem::pointer)
        .startsWith(place + "/0")
        .endsWith(place + "/19");
  }

  /** What follows only from a wrong type is not counted either, however much it is. */
  @Test
  void wrongTypesAreCountedWithoutWhatFollows() {
    ObjectNode draft = draft();
    ArrayNode fields = ((ObjectNode) draft.get("form")).putArray("fields");
    for (int i = 0; i < 200; i++) {
      fields.add(JsonText.object("{'name': 1, 'title': 1, 'type': 1}"));
    }

    assertThat(CHECK.check(draft, KnownSecrets.ANY).problemCount()).isEqualTo(600);
  }

  @Test
  void aFieldWhoseNameOnlyBeginsLikeOneOfTheWrongTypeHasItsProblem() {
    ObjectNode draft = draft();
    put(draft, "/steps/0/when", "5");
    put(draft, "/steps/0/when_not", "5");

    assertThat(CHECK.check(draft, KnownSecrets.ANY).problems())
        .extracting(DraftProblem::pointer)
        .containsExactly("/steps/0/when", "/steps/0/when_not");
  }

  /**
   * Drafts with something wrong.
   *
   * @param draft makes one with so many wrong parts
   */
  private record Wrong(String parts, IntFunction<ObjectNode> draft) {

    @Override
    public String toString() {
      return parts;
    }
  }

  static List<Wrong> wrongDrafts() {
    return List.of(
        new Wrong("unknown root fields", n -> with("", n)),
        new Wrong("unknown form fields", n -> with("/form", n)),
        new Wrong("unknown fields of a field", n -> with("/form/fields/0", n)),
        new Wrong("unknown fields of a step", n -> with("/steps/0", n)),
        new Wrong("unknown parameters", n -> with("/steps/0/parameters", n)),
        new Wrong("mistyped steps", n -> withSteps(numbers(n))),
        new Wrong(
            "mistyped fields",
            n -> {
              ObjectNode draft = draft();
              ((ObjectNode) draft.get("form")).set("fields", numbers(n));
              return draft;
            }),
        new Wrong(
            "unknown retry fields",
            n -> {
              ObjectNode draft = draft();
              put(draft, "/steps/0/retry", "{}");
              addUnknown((ObjectNode) draft.at("/steps/0/retry"), n);
              return draft;
            }),
        new Wrong(
            "unknown poll members",
            n -> {
              ObjectNode draft = draft();
              put(draft, "/steps/0/parameters/poll", "{}");
              addUnknown((ObjectNode) draft.at("/steps/0/parameters/poll"), n);
              return draft;
            }),
        new Wrong(
            "unknown fields of an output",
            n -> {
              ObjectNode draft = draft();
              put(draft, "/steps/0/outputs", "{'o': {}}");
              addUnknown((ObjectNode) draft.at("/steps/0/outputs/o"), n);
              return draft;
            }),
        new Wrong(
            "wrong headers",
            n -> {
              ObjectNode draft = draft();
              put(draft, "/steps/0/parameters/headers", "{}");
              ObjectNode headers = (ObjectNode) draft.at("/steps/0/parameters/headers");
              IntStream.range(0, n).forEach(i -> headers.put("wrong " + i, "x"));
              return draft;
            }),
        new Wrong(
            "placeholders below a long key",
            n -> {
              ObjectNode draft = draft();
              put(draft, "/steps/0/parameters/data", "{}");
              ArrayNode data =
                  ((ObjectNode) draft.at("/steps/0/parameters/data")).putArray("k".repeat(n));
              IntStream.range(0, n).forEach(i -> data.add("${steps.a.b" + i + "}"));
              return draft;
            }),
        new Wrong(
            "repeated placeholders of a url",
            n -> {
              ObjectNode draft = fields(n);
              var url = new StringBuilder("http://h/?");
              IntStream.range(0, n).forEach(i -> url.append("a=${f").append(i).append("[*]}&"));
              ((ObjectNode) draft.at("/steps/0/parameters")).put("url", url.toString());
              return draft;
            }),
        new Wrong(
            "unknown names in a condition",
            n -> {
              ObjectNode draft = fields(n);
              ((ObjectNode) draft.at("/steps/1"))
                  .put(
                      "when",
                      IntStream.range(0, Math.min(n, 80))
                          .mapToObj(i -> "form.g" + i + "==1")
                          .collect(joining("||")));
              return draft;
            }));
  }

  @ParameterizedTest
  @MethodSource("wrongDrafts")
  void wrongDraftsTakeLinearWork(Wrong wrong) {
    Doubling.allocatesLinearly(4_000, wrong.draft(), DraftProblemTest::isChecked);
    Doubling.takesLinearTime(1_000, wrong.draft(), DraftProblemTest::isChecked);
  }

  private static void isChecked(ObjectNode draft) {
    CheckedDraft checked = CHECK.check(draft, KnownSecrets.ANY);
    assertThat(checked.problemCount() + checked.warningCount()).isPositive();
    assertThat(checked.problems()).hasSizeLessThanOrEqualTo(DraftCheck.MAX_SHOWN);
    assertThat(checked.warnings()).hasSizeLessThanOrEqualTo(DraftCheck.MAX_SHOWN);
  }

  private static ObjectNode with(String place, int unknown) {
    ObjectNode draft = draft();
    addUnknown((ObjectNode) draft.at(place), unknown);
    return draft;
  }

  private static ObjectNode withSteps(ArrayNode steps) {
    ObjectNode draft = draft();
    draft.set("steps", steps);
    return draft;
  }

  private static ObjectNode fields(int count) {
    ObjectNode draft = draft();
    ArrayNode fields = ((ObjectNode) draft.get("form")).putArray("fields");
    IntStream.range(0, count).forEach(i -> fields.addObject().put("name", "f" + i));
    return draft;
  }

  private static void addUnknown(ObjectNode object, int count) {
    IntStream.range(0, count).forEach(i -> object.put("unknown" + i, 1));
  }

  private static ArrayNode numbers(int count) {
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    IntStream.range(0, count).forEach(numbers::add);
    return numbers;
  }

  @Test
  void whatFollowsOnlyFromAWrongTypeIsNoProblem() {
    ObjectNode draft = draft();
    put(draft, "/steps/0/step_name", "5");
    put(draft, "/form/fields/0/name", "[]");

    assertThat(CHECK.check(draft, KnownSecrets.ANY).problems())
        .extracting(DraftProblem::pointer)
        .containsExactly("/steps/0/step_name", "/form/fields/0/name");
  }

  @Test
  void theDraftStaysAsItWas() {
    ObjectNode draft = draft();
    put(draft, "/steps/0/step_name", "5");
    ObjectNode before = draft.deepCopy();

    CHECK.check(draft, KnownSecrets.ANY);

    assertThat(draft).isEqualTo(before);
  }

  /** The parent of every place exists, and every cure is an instruction. */
  private static void assertAllAreUseful(ObjectNode draft, List<DraftProblem> problems) {
    assertThat(problems)
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              JsonPointer pointer = JsonPointer.compile(problem.pointer());
              JsonPointer parent = pointer.head() == null ? pointer : pointer.head();
              assertThat(
                      draft.at(parent).isMissingNode() && draft.at(parent.head()).isMissingNode())
                  .as(problem.pointer())
                  .isFalse();
              assertThat(problem.message()).isNotBlank();
              assertThat(problem.cure()).as(problem.message()).isNotBlank();
            });
  }

  private static ObjectNode draft() {
    return JsonText.object(
        """
        {'org_id': 1, 'pipeline_name': 'p', 'first_step_name': 'a',
         'steps': [
           {'step_name': 'a', 'step_type': 'API', 'next_step_name': 'b',
            'parameters': {'method': 'POST', 'url': 'http://h/${n}'}},
           {'step_name': 'b', 'step_type': 'WAIT_FOR_APPROVAL', 'prev_step_name': 'a',
            'is_terminal_step': true}],
         'form': {'fields': [{'name': 'n', 'title': 'N', 'type': 'input'}]}}
        """);
  }

  private static void put(ObjectNode draft, String place, String value) {
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = draft.at(pointer.head());
    String key = pointer.last().getMatchingProperty();
    JsonNode json =
        value == null
            ? JsonNodeFactory.instance.missingNode()
            : JsonText.object("{'v': " + value + "}").get("v");
    if (parent instanceof ObjectNode object) {
      if (json.isMissingNode()) {
        object.remove(key);
      } else {
        object.set(key, json);
      }
    } else {
      ((ArrayNode) parent).set(pointer.last().getMatchingIndex(), json);
    }
  }

  /** An organization without secrets. */
  private record NoSecrets() implements KnownSecrets {

    @Override
    public Optional<String> problemOf(String name) {
      return Optional.of("there is no secret '" + name + "'; add it");
    }

    @Override
    public Optional<String> problemOf(String name, URI url) {
      return Optional.empty();
    }
  }
}
