package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids, outputs, references and conditions in drafts: what can never work is refused. */
class DraftReferencesTest {

  private static final ApiStep API =
      ApiStep.open(
          ExecutionSettings.defaults().calls(),
          1,
          Json.mapper(),
          new CompositeMeterRegistry(),
          InstantSource.system());
  private static final PipelineValidator VALIDATOR =
      new PipelineValidator(new StepExecutors(List.of(API, new ApprovalStep())));

  private static final String REPO =
      "'step_type': 'API', 'step_id': 'repo', 'parameters': {'method': 'GET', 'url': 'http://h/'},"
          + " 'outputs': {'id': {'from': '/id'}, 'token': {'from': '/token', 'secret': true},"
          + " 'maybe': {'from': '/m', 'optional': true}}";
  private static final String SKIPPED =
      "'step_type': 'API', 'step_id': 'check', 'when': \"form.who == 'x'\","
          + " 'parameters': {'method': 'GET', 'url': 'http://h/'}, 'outputs': {'free': {'from': ''}}";

  @AfterAll
  static void close() {
    API.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'step_id': 'Repo' | steps[0].step_id: 'Repo' is not an id; use a lower-case letter, then lower-case letters, digits and _, at most 64 characters
          'step_id': 7 | steps[0].step_id: 7 is not an id
          'outputs': [] | steps[0].outputs: must be an object such as {"id": {"from": "/id"}}
          'outputs': {'A': {'from': ''}} | steps[0].outputs.A: 'A' is not a name of an output
          'outputs': {'a': 'x'} | steps[0].outputs.a: must be an object such as {"from": "/id"}
          'outputs': {'a': {}} | steps[0].outputs.a: must have either from, a JSON Pointer into the body of the response, or from_header
          'outputs': {'a': {'from': '', 'from_header': 'X'}} | steps[0].outputs.a: must have either from
          'outputs': {'a': {'form': '/x', 'from': ''}} | steps[0].outputs.a.form: is unknown; write 'from'
          'outputs': {'a': {'from': 'id'}} | steps[0].outputs.a.from: 'id' is not a JSON Pointer; write "/name", "/list/0", or "" for the whole body
          'outputs': {'a': {'from': '/a~2'}} | steps[0].outputs.a.from: '/a~2' is not a JSON Pointer
          'outputs': {'a': {'from_header': 'X Y'}} | steps[0].outputs.a.from_header: 'X Y' is not the name of a header
          'outputs': {'a': {'from_header': 'X', 'type': 'number'}} | steps[0].outputs.a.type: a header is a string; remove type
          'outputs': {'a': {'from': '', 'type': 'int'}} | steps[0].outputs.a.type: 'int' is no type; use string, number, boolean, object or array
          'outputs': {'a': {'from': '', 'secret': 'yes'}} | steps[0].outputs.a.secret: must be true or false, without quotes
          'outputs': {'a': {'from': '', 'secret': true, 'type': 'object'}} | steps[0].outputs.a.type: a secret output is a string; remove type
          'when': true | steps[0].when: must be a string with a condition
          'when': ' ' | steps[0].when: must be a string with a condition
          'when': 'form.who ==' | steps[0].when: character
          """)
  void fieldsOfAStepHaveRules(String fields, String problem) {
    assertThat(
            problems(
                "'step_type': 'API', 'parameters': {'method': 'GET', 'url': 'http://h/'}, "
                    + fields))
        .singleElement()
        .asString()
        .startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'url': 'http://h/${steps.rep.id}' | steps[2].parameters.url: ${steps.rep.id} refers to a step that does not exist: no step has the step_id 'rep'; write 'repo'
          'url': 'http://h/${steps.repo.idd}' | steps[2].parameters.url: ${steps.repo.idd} refers to an output that step 's1' does not declare; write 'id'
          'url': 'http://h/${steps.repo}' | steps[2].parameters.url: ${steps.repo} is no reference to an output; write ${steps.ID.OUTPUT}
          'url': 'http://h/${steps.me.x}' | steps[2].parameters.url: ${steps.me.x} refers to the step itself; refer to an earlier step
          'url': 'http://h/${steps.later.x}' | steps[2].parameters.url: ${steps.later.x} refers to step 's4', which runs later; refer to an earlier step, or move this one
          'url': 'http://h/${steps.check.free}' | steps[2].parameters.url: ${steps.check.free} refers to step 's2', which may be skipped; add a default, as in ${steps.check.free ?? 'text'}
          'url': 'http://h/${request.idd}' | steps[2].parameters.url: ${request.idd} is no value of a request; write 'id'
          'url': 'http://h/${steps.repo.token}' | steps[2].parameters.url: ${steps.repo.token} is secret and must not be here, which logs show; move it into a header or into data
          'url': "http://h/?t=${steps.repo.token ?? 'x'}" | steps[2].parameters.url: ${steps.repo.token ?? 'x'} is secret
          'url': 'http://h/', 'headers': {'${steps.repo.token}': 'x'} | steps[2].parameters.headers: ${steps.repo.token} is secret and must not be in a name; move it into the value
          'url': 'http://h/', 'data': {'a': [{'${steps.repo.token}': 1}]} | steps[2].parameters.data.a[0]: ${steps.repo.token} is secret and must not be in a name
          'url': 'http://h/', 'headers': {'A': '${steps.repo.x}'} | steps[2].parameters.headers.A: ${steps.repo.x} refers to an output
          'url': 'http://h/', 'data': {'a': [1, 'x ${steps.repo.x}']} | steps[2].parameters.data.a[1]: ${steps.repo.x} refers to an output
          'url': 'http://h/${who[*]}' | steps[2].parameters.url: ${who[*]} repeats a parameter in the query of a URL and must be its whole value, as in ?name=${who[*]}; remove [*] elsewhere
          'url': 'http://h/', 'data': '${who[*]}' | steps[2].parameters.data: ${who[*]} repeats a parameter
          'url': 'http://h/${whom}' | steps[2].parameters: placeholder '${whom}' names no field of the form; add the field, or correct the name
          'url': 'http://h/${who ?? x}' | steps[2].parameters: placeholder '${who ?? x}' names no field of the form
          """)
  void whatAStepRefersToMustBeThere(String parameters, String problem) {
    assertThat(
            problems(
                REPO,
                SKIPPED,
                "'step_type': 'API', 'step_id': 'me', 'outputs': {'x': {'from': ''}},"
                    + " 'parameters': {'method': 'POST', "
                    + parameters
                    + "}",
                "'step_type': 'API', 'step_id': 'later', 'outputs': {'x': {'from': ''}},"
                    + " 'parameters': {'method': 'GET', 'url': 'http://h/'}"))
        .singleElement()
        .asString()
        .startsWith(problem);
  }

  @Test
  void whatIsThereMayBeReferredTo() {
    assertThat(
            problems(
                REPO,
                SKIPPED,
                """
                'step_type': 'API', 'when': "has(steps.check) && steps.check.free == 1 && steps.repo.id == 2",
                'parameters': {'method': 'POST',
                  'url': "http://h/${steps.repo.id}/${steps.repo.maybe}?x=${who[*]}&y=${steps.check.free ?? 'no'}",
                  'headers': {'Authorization': 'Bearer ${steps.repo.token}', 'A-${request.id}': '${request.user_name}'},
                  'data': {'${steps.repo.id}': ["${'${'}", '${request.created_on}', '${steps.repo.token}']}}"""))
        .isEmpty();
  }

  @Test
  void everythingIsFoundInOnePass() {
    assertThat(
            problems(
                "'step_type': 'WAIT_FOR_APPROVAL', 'step_id': 'a', 'outputs': {'x': {'from': ''}}",
                "'step_type': 'API', 'step_id': 'a', 'parameters': {'method': 'HEAD',"
                    + " 'url': 'http://h/${steps.b.c}/${request.x}/${nobody}'},"
                    + " 'outputs': {'X': {'from': 'y'}}, 'when': 'form.who + 1'"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith(
                        "steps[0].outputs: 'outputs': a step of this type has no outputs; remove them"))
        .contains("steps[1].step_id: another step has the step_id 'a', too; change one of them")
        .anySatisfy(p -> assertThat(p).startsWith("steps[1].outputs.X: "))
        .anySatisfy(p -> assertThat(p).startsWith("steps[1].outputs.X.from: "))
        .anySatisfy(p -> assertThat(p).startsWith("steps[1].parameters.url: ${steps.b.c} "))
        .anySatisfy(p -> assertThat(p).startsWith("steps[1].parameters.url: ${request.x} "))
        .anySatisfy(p -> assertThat(p).startsWith("steps[1].parameters: placeholder '${nobody}'"))
        .anySatisfy(
            p -> assertThat(p).startsWith("steps[1].outputs: 'outputs': the response to HEAD"));
  }

  @Test
  void aStepHasAtMostFiftyOutputs() {
    var outputs = new StringBuilder();
    for (int i = 0; i < 51; i++) {
      outputs.append(i == 0 ? "" : ",").append("'o%d': {'from': ''}".formatted(i));
    }
    assertThat(
            problems(
                "'step_type': 'API', 'parameters': {'method': 'GET', 'url': 'http://h/'},"
                    + " 'outputs': {"
                    + outputs
                    + "}"))
        .containsExactly("steps[0].outputs: must have at most 50 entries; it has 51");
  }

  private static List<String> problems(String... steps) {
    String json = Pipelines.chain(List.of(steps)).replace("%d", "1");
    PipelineDraft draft = JsonText.read(json, PipelineDraft.class);
    InvalidException refusal =
        catchThrowableOfType(
            InvalidException.class, () -> VALIDATOR.validate(draft, KnownSecrets.ANY));
    return refusal == null ? List.of() : refusal.details();
  }
}
