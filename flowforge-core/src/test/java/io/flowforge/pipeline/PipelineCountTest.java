package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.World;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The maximum number of pipelines of an organization. */
class PipelineCountTest extends CoreTest {

  private final String json = Pipelines.chain(List.of(Pipelines.approval()));

  @Test
  void anOrganizationHasAtMostAThousandPipelines() throws Exception {
    Pipeline model = world.pipeline(json);
    try (var documents = Documents.open(stores.mongoUri())) {
      var store = new PipelineStore(documents);
      for (int i = 1; i < PipelineLimit.MAX_PIPELINES - 2; i++) {
        store.add(copyOf(model));
      }
    }

    List<Boolean> created =
        Race.of(Set.of(InvalidException.class), Collections.nCopies(8, () -> world.pipeline(json)));

    assertThat(created.stream().filter(won -> won)).hasSize(2);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> world.pipeline(json))
        .withMessage(
            "organization %d must have at most 1000 pipelines; it has 1000", world.orgId());
    assertThat(flowforge.pipelineReading().list(World.MEMBER, world.orgId())).hasSize(1_000);
    new World(flowforge).pipeline(json);
  }

  private static Pipeline copyOf(Pipeline model) {
    return new Pipeline(
        BsonValues.newId(),
        model.userId(),
        model.orgId(),
        model.pipelineName(),
        model.pipelineDescription(),
        model.version(),
        model.prevVersionId(),
        model.firstStepName(),
        model.steps(),
        model.createdOn(),
        model.form());
  }
}
