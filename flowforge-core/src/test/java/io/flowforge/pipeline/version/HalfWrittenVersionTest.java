package io.flowforge.pipeline.version;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.NotFoundException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.request.NewRequest;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a crash leaves of a new version between the two stores. */
class HalfWrittenVersionTest extends CoreTest {

  private final String json = Pipelines.chain(List.of(Pipelines.approval()));
  private final Documents documents = Documents.open(stores.mongoUri());
  private final PipelineStore store = new PipelineStore(documents);
  private final Pipeline one = world.pipeline(json);

  @AfterAll
  void closeDocuments() {
    documents.close();
  }

  /** Writes what is there when the process dies just before the second transaction. */
  private Pipeline halfWritten(Instant begun) {
    Pipeline two = successorOf(one);
    flowforge
        .database()
        .useTransaction(tx -> new VersionStore().intend(tx, two.id(), two.orgId(), begun));
    store.add(two);
    return two;
  }

  @Test
  void nobodySeesIt() {
    Pipeline two = halfWritten(Instant.now());

    assertThat(flowforge.pipelineReading().list(ADMIN, world.orgId()))
        .contains(one)
        .doesNotContain(two);
    assertThat(flowforge.pipelineReading().listAll(ADMIN, world.orgId()))
        .extracting(StandingPipeline::pipeline)
        .doesNotContain(two);
    assertThat(flowforge.pipelineReading().versions(ADMIN, one.id()))
        .extracting(StandingPipeline::pipeline)
        .doesNotContain(two);
    for (Runnable use :
        List.<Runnable>of(
            () -> flowforge.pipelineReading().get(ADMIN, two.id()),
            () -> flowforge.pipelineReading().versions(ADMIN, two.id()),
            () -> flowforge.pipelineArchive().archive(ADMIN, two.id()),
            () -> world.revised(two, json),
            () ->
                flowforge
                    .requests()
                    .submission()
                    .create(
                        MEMBER,
                        new NewRequest(two.id(), world.orgId(), World.object("{}"), "", null)))) {
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(use::run);
    }
  }

  @Test
  void doesNotStandInTheWayOfTheNextEdit() {
    Pipeline base = world.pipeline(json);
    Pipeline lost = successorOf(base);
    flowforge
        .database()
        .useTransaction(
            tx -> new VersionStore().intend(tx, lost.id(), lost.orgId(), Instant.now()));
    store.add(lost);

    assertThat(world.revised(base, json).version()).isEqualTo(2);
  }

  @Test
  void isRemovedAfterTenMinutes() {
    Pipeline young = halfWritten(Instant.now().minus(Duration.ofMinutes(9)));
    Pipeline old = halfWritten(Instant.now().minus(Duration.ofMinutes(11)));
    Pipeline withoutDocument = successorOf(one);
    flowforge
        .database()
        .useTransaction(
            tx -> new VersionStore().intend(tx, withoutDocument.id(), one.orgId(), Instant.EPOCH));

    // A server may have swept meanwhile.
    new AbandonedVersions(flowforge.database(), store, InstantSource.system()).sweep();

    assertThat(store.find(young.id())).isPresent();
    assertThat(store.find(old.id())).isEmpty();
    assertThat(isIntended(young)).isTrue();
    assertThat(isIntended(old)).isFalse();
    assertThat(isIntended(withoutDocument)).isFalse();
  }

  private boolean isIntended(Pipeline pipeline) {
    return flowforge
        .database()
        .inTransaction(tx -> new VersionStore().isIntended(tx, pipeline.id()));
  }

  private static Pipeline successorOf(Pipeline base) {
    return new Pipeline(
        BsonValues.newId(),
        base.userId(),
        base.orgId(),
        "half",
        base.pipelineDescription(),
        base.version() + 1,
        base.id(),
        base.firstStepName(),
        base.steps(),
        base.createdOn(),
        base.form());
  }
}
