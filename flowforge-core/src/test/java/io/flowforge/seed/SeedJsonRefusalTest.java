package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused in the JSON files, in which words; and that nothing is written then. */
class SeedJsonRefusalTest {

  private static SeedStores stores;
  private SeedFiles files;

  @BeforeAll
  static void open() {
    stores = new SeedStores();
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  @BeforeEach
  void writeFiles(@TempDir Path directory) {
    files = SeedFiles.valid(directory);
  }

  @AfterEach
  void nothingWasWritten() {
    assertThat(stores.everything()).isEmpty();
  }

  /** Each replaces a text of the pipeline that is in order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "org": "Acme",         |                   | : missing required field: 'org'; write the organization's name
          "org": "Acme"          | "org": "Beta"     | : organization 'Beta' is not in org.csv; add it there, or correct the name
          "Greet",               | "",               | : pipeline_name: missing required field: 'pipeline_name'
          "first_step_name": "greet" | "first_step_name": "x" | : first_step_name: first step 'x' not found; write the step_name of a step
          ${who}                 | ${whom}           | : steps[0].parameters: placeholder '${whom}' names no field of the form; add the field, or correct the name
          "method": "POST",      |                   | : steps[0].parameters.method: missing required parameter: 'method'
          "greet",               | "greet"           | :6:3: malformed JSON: Unexpected character ('"' (code 34)): was expecting comma to separate Object entries
          [{                     | {"a": {           | :6:12: 'steps' has the wrong type; see seed-data/README.md
          "org": "Acme",         | "org": "A", "org": "B", | :2:20: malformed JSON: Duplicate field 'org'
          "Greets                | "\\\\u0000        | : \\u0000 cannot be stored; remove it
          """)
  void aPipeline(String text, String replacement, String problem) {
    String changed = SeedFiles.PIPELINE.replace(text, replacement == null ? "" : replacement);
    assertThat(changed).isNotEqualTo(SeedFiles.PIPELINE);
    files.with("pipelines/greet.json", changed).without("requests/first.json");
    assertThat(files.problems(stores.seeder())).containsExactly("pipelines/greet.json" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "key": "first",   |                     | : missing required field: 'key'; fill it in
          "org": "Acme"     | "org": "Beta"       | : organization 'Beta' is not in org.csv; add it there, or correct the name
          "Greet"           | "Great"             | : 'Acme' has no pipeline 'Great'; add it to pipelines/, or correct the name
          mike@             | eve@                | : requester 'eve@example.com' is not in user.csv; add the user there, or correct the e-mail
          "Ann"             | "A"                 | : field 'who' must have at least 2 characters; see the form in pipelines/greet.json
          "who": "Ann"      | "why": "x"          | : missing required field: 'who'; see the form in pipelines/greet.json
          "remarks"         | "remark"            | :2:50: unknown field 'remark'; the known fields are [form_data, key, org, pipeline, remarks, requester]
          {"who": "Ann"}    | "Ann"               | :2:15: 'form_data' has the wrong type; see seed-data/README.md
          "please"}         | "please"}}          | :2:51: malformed JSON: Unexpected close marker '}': no open Object to close
          """)
  void aRequest(String text, String replacement, String problem) {
    String changed = SeedFiles.REQUEST.replace(text, replacement == null ? "" : replacement);
    assertThat(changed).isNotEqualTo(SeedFiles.REQUEST);
    files.with("requests/first.json", changed);
    assertThat(files.problems(stores.seeder())).contains("requests/first.json" + problem);
  }

  @Test
  void aFileThatHoldsNoObject() {
    files.with("requests/first.json", "[]");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("requests/first.json:1:1: is not an object; write one object in braces");
    files.with("requests/first.json", "null");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("requests/first.json: is empty; write one object in braces");
    files.with("requests/first.json", "");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("requests/first.json:1:1: is not an object; write one object in braces");
  }

  @Test
  void aValueThatViolatesARuleOfTheForm() {
    files.with(
        "pipelines/greet.json",
        SeedFiles.PIPELINE.replace("\"min_length\": 2", "\"format\": \"number\", \"max\": 99"));
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "requests/first.json: field 'who' must be a number such as 5 or -1.5; it is \"Ann\";"
                + " see the form in pipelines/greet.json");
  }

  @Test
  void theSamePipelineTwice() {
    files.with("pipelines/other.json", SeedFiles.PIPELINE);
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "pipelines/other.json: pipeline 'Greet' of 'Acme' is already in pipelines/greet.json;"
                + " rename or remove one of them");
  }

  @Test
  void theSameRequestTwice() {
    files.with("requests/second.json", SeedFiles.REQUEST);
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "requests/second.json: its key is already used in requests/first.json; choose another");
  }

  @Test
  void aFileThatIsTooLarge() {
    files.with("requests/first.json", new byte[(1 << 20) + 1]);
    assertThat(files.problems(stores.seeder()))
        .containsExactly("requests/first.json: larger than 1 MB; split the data into several runs");
  }

  @Test
  void aRequestOfAFaultyPipelineAddsNoFaultOfItsOwn() {
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("API", "APE"));
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "pipelines/greet.json: steps[0].step_type: invalid step type for step 'greet': 'APE';"
                + " use API or DELAY or WAIT_FOR_APPROVAL or WAIT_FOR_CALLBACK");
  }
}
