package io.flowforge.request;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values with which a step could never make its call are rejected when a request is submitted. */
class SubmittedValuesTest extends CoreTest {

  private static final String STEP =
      """
      "step_type": "API", "parameters": {"method": "POST", "url": "%s/${who}",
        "headers": {"Content-Type": "text/xml; charset=us-ascii", "Cookie": "role=user; name=${who}", "X-Why": "${why}"},
        "data": "<!-- ${who} --><a>${why}</a>"}""";

  @Test
  void namesAllProblemsWithTheirFields() {
    Pipeline pipeline =
        world.pipeline(
            Pipelines.chain(List.of(Pipelines.approval(), STEP.formatted(target.url()))));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> world.request(pipeline, "{\"who\": \"../x; role=admin\", \"why\": \"a\\nb\"}"))
        .satisfies(
            e ->
                assertThat(e.details())
                    .containsExactly(
                        "step 's2': the value of 'who' must not contain the segment '..' in the path of a URL",
                        "step 's2': the value of 'who' must not contain ';' in the header 'Cookie', where it separates parts",
                        "step 's2': the value of 'why' must not contain line breaks or control characters in a header"))
        .withMessageStartingWith("invalid form data: step 's2': the value of 'who'");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> world.request(pipeline, "{\"who\": \"a--b\"}"))
        .withMessageContaining("the value of 'who' must not begin or end with a hyphen");
    assertThat(target.calls()).isEmpty();
  }

  @Test
  void rejectsSuchAChange() {
    Pipeline pipeline = world.pipeline(Pipelines.chain(List.of(STEP.formatted(target.url()))));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    var change = new RequestChange(World.object("{\"who\": \"x; role=admin\"}"), null);

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> flowforge.requests().editing().change(MEMBER, request.id(), change))
        .withMessageContaining("the value of 'who' must not contain ';'");
  }

  /** A value that forms a name has no field in its message. */
  @Test
  void addsTheFieldsOfAName() {
    Pipeline pipeline =
        world.pipeline(
            Pipelines.chain(
                List.of(
                    """
                    "step_type": "API", "parameters": {"method": "POST", "url": "%s",
                      "headers": {"X-A": "b", "${who}": "c"}}"""
                        .formatted(target.url()))));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> world.request(pipeline, "{\"who\": \"x-a\"}"))
        .withMessage("invalid form data: step 's1': the header 'x-a' occurs twice (fields 'who')");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> world.request(pipeline, "{\"who\": \"Host\"}"))
        .withMessage(
            "invalid form data: step 's1': the header 'Host' cannot be set by a pipeline (fields 'who')");
  }
}
