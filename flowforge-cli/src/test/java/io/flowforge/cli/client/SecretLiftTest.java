package io.flowforge.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.redaction.SecretNames;
import io.flowforge.testing.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretLiftTest {

  private static final JsonNode PIPELINE =
      JsonText.object(
          """
          {'id': '1', 'pipeline_name': 'p', 'steps': [
            {'step_name': 'Create the repository', 'step_type': 'API', 'parameters': {
              'method': 'POST', 'url': 'https://api.github.com/x?page=1',
              'headers': {'Authorization': 'Bearer ghp_12345678', 'Accept': 'text/plain',
                          'X-Key': 'abcdefgh-1', 'X-Short': 'short', 'X-User': 'key of ${who}'},
              'data': {'password': 'hush-hush-1', 'pin_password': 12345678, 'who': '${who}',
                       'list': [{'api_key': 'ghp_12345678'}], 'text': 'token=in-a-longer-text'}}},
            {'step_name': '2nd', 'step_type': 'API', 'parameters': {
              'method': 'GET', 'url': 'https://joe:hush-hush@other.example:8443/?token=in-a-url-1',
              'headers': {'Authorization': 'Token ghp_12345678'}}},
            {'step_name': '3', 'step_type': 'WAIT_FOR_APPROVAL'}]}\
          """);

  private final SecretLift lift =
      SecretLift.of(PIPELINE, SecretNames.USUAL, List.of("CREATE_THE_REPOSITORY_X_KEY"));

  @Test
  void wholeValuesBecomeSecretsNamedAfterTheirPlace() {
    assertThat(lift.secrets())
        .extracting(LiftedSecret::name, LiftedSecret::value, LiftedSecret::hosts)
        .containsExactly(
            tuple(
                "CREATE_THE_REPOSITORY_AUTHORIZATION",
                "ghp_12345678",
                List.of("api.github.com", "other.example:8443")),
            tuple("CREATE_THE_REPOSITORY_X_KEY_2", "abcdefgh-1", List.of("api.github.com")),
            tuple("CREATE_THE_REPOSITORY_DATA_PASSWORD", "hush-hush-1", List.of("api.github.com")));
  }

  @Test
  void theRestOfThePipelineStays() {
    JsonNode first = lift.pipeline().at("/steps/0/parameters");

    assertThat(first.at("/headers/Authorization").asText())
        .isEqualTo("Bearer ${secret.CREATE_THE_REPOSITORY_AUTHORIZATION}");
    assertThat(first.at("/headers/Accept").asText()).isEqualTo("text/plain");
    assertThat(first.at("/headers/X-Short").asText()).isEqualTo("short");
    assertThat(first.at("/data/list/0/api_key").asText())
        .isEqualTo("${secret.CREATE_THE_REPOSITORY_AUTHORIZATION}");
    assertThat(first.at("/data/who").asText()).isEqualTo("${who}");
    assertThat(lift.pipeline().at("/steps/1/parameters/headers/Authorization").asText())
        .isEqualTo("Token ${secret.CREATE_THE_REPOSITORY_AUTHORIZATION}");
    assertThat(lift.pipeline().at("/steps/1/parameters/url"))
        .isEqualTo(PIPELINE.at("/steps/1/parameters/url"));
    assertThat(lift.pipeline().path("pipeline_name").asText()).isEqualTo("p");
    assertThat(PIPELINE.toString()).doesNotContain("${secret");
  }

  @Test
  void whatCannotBeMovedIsNamedWithoutItsValue() {
    assertThat(lift.left())
        .containsExactlyInAnyOrder(
            "steps[0].parameters.headers.X-Short: has fewer than 8 characters, too few for a secret",
            "steps[0].parameters.headers.X-User: is a part of a longer value; move it by hand",
            "steps[0].parameters.data.pin_password: is a number; write it as a string first",
            "steps[0].parameters.data.text: is a part of a longer value; move it by hand",
            "steps[1].parameters.url: stands in the URL; move it into a header or into data");
  }

  @Test
  void aSecondTimeThereIsNothingToMove() {
    SecretLift again = SecretLift.of(lift.pipeline(), SecretNames.USUAL, List.of());

    assertThat(again.secrets()).isEmpty();
  }

  @Test
  void namesAreValidWhateverTheStepIsCalled() {
    assertThat(SecretNaming.of("Über 1", "headers.X-Key")).isEqualTo("BER_1_X_KEY");
    assertThat(SecretNaming.of("1", "data.a[0].b")).isEqualTo("S_1_DATA_A_0_B");
    assertThat(SecretNaming.of("日本", "headers.日本")).isEqualTo("S_");
    assertThat(SecretNaming.of("x".repeat(100), "headers.k")).hasSize(64);
    assertThat(SecretNaming.shortened("X".repeat(64), "_12")).hasSize(64).endsWith("_12");
  }
}
