package io.flowforge.pipeline.version;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.request.NewRequest;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.Target;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** New versions of pipelines, and which of them requests run on. */
class PipelineVersionsTest extends CoreTest {

  private final String first = Pipelines.chain(List.of(Pipelines.approval()));
  private final String second = first.replace("\"p\"", "\"q\"").replace("why", "when");

  @Test
  void aNewVersionFollowsTheNewestOne() {
    Pipeline one = world.pipeline(first);
    Pipeline two = world.revised(one, second);
    Pipeline three = world.revised(two, first);

    assertThat(two.version()).isEqualTo(2);
    assertThat(two.prevVersionId()).isEqualTo(one.id());
    assertThat(two.pipelineName()).isEqualTo("q");
    assertThat(three.version()).isEqualTo(3);
    for (Pipeline version : List.of(one, two, three)) {
      assertThat(flowforge.pipelineReading().get(MEMBER, version.id()).pipeline())
          .isEqualTo(version);
      assertThat(flowforge.pipelineVersions().newestOf(version.id())).hasValue(three);
      assertThat(flowforge.pipelineReading().versions(MEMBER, version.id()))
          .extracting(StandingPipeline::pipeline)
          .containsExactly(three, two, one);
      assertThat(lineage(version)).isEqualTo(one.id());
    }
    assertThat(isLater(three, one)).isTrue();
    assertThat(isLater(one, three)).isFalse();
    assertThat(isLater(two, two)).isFalse();
    assertThat(isLater(three, world.pipeline(first))).isFalse();
  }

  @Test
  void theListHasTheNewestVersionOfEach() {
    Pipeline one = world.pipeline(first);
    Pipeline two = world.revised(one, second);
    Pipeline other = world.pipeline(first);

    assertThat(flowforge.pipelineReading().list(MEMBER, world.orgId()))
        .contains(two, other)
        .doesNotContain(one);
    assertThat(flowforge.pipelineReading().listAll(MEMBER, world.orgId()))
        .contains(
            new StandingPipeline(one, two.id(), null),
            new StandingPipeline(two, null, null),
            new StandingPipeline(other, null, null));
  }

  @Test
  void anOutdatedEditIsAConflictThatNamesTheNewest() {
    Pipeline one = world.pipeline(first);
    Pipeline two = world.revised(one, second);

    for (String id : List.of(one.id(), two.id())) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> flowforge.pipelineVersions().create(ADMIN, id, 1, world.draft(second)))
          .withMessageContaining("is at version 2, not 1")
          .withMessageContaining(two.id());
    }
    assertThat(
            flowforge.pipelineVersions().create(ADMIN, one.id(), 2, world.draft(first)).version())
        .isEqualTo(3);
  }

  @Test
  void onlyAdminsMakeVersions() {
    Pipeline one = world.pipeline(first);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(
            () -> flowforge.pipelineVersions().create(MEMBER, one.id(), 1, world.draft(first)));
    for (String id : List.of(one.id(), BsonValues.newId(), "no id")) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(
              () -> flowforge.pipelineVersions().create(STRANGER, id, 7, world.draft(first)));
    }
  }

  @Test
  void anInvalidVersionIsRefusedWithAllItsProblems() {
    Pipeline one = world.pipeline(first);
    String twice = first.replace("\"p\"", "\"\"").replace("\"s1\"", "\"\"");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> flowforge.pipelineVersions().create(ADMIN, one.id(), 1, world.draft(twice)))
        .satisfies(e -> assertThat(e.details()).hasSizeGreaterThan(1));
    String elsewhere = first.replace("%d", "4711");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> flowforge.pipelineVersions().create(ADMIN, one.id(), 1, world.draft(elsewhere)))
        .withMessageContaining("org_id");
    assertThat(flowforge.pipelineVersions().newestOf(one.id())).hasValue(one);
  }

  /** As before there were versions: no row, whoever wrote the document. */
  @Test
  void aPipelineOfAnOlderServerIsALineageOfOneVersion() {
    Pipeline one = copyOf(world.pipeline(first));
    try (var documents = Documents.open(stores.mongoUri())) {
      new PipelineStore(documents).add(one);
    }

    assertThat(flowforge.pipelineReading().list(MEMBER, world.orgId())).contains(one);
    assertThat(flowforge.pipelineReading().versions(MEMBER, one.id()))
        .containsExactly(new StandingPipeline(one, null, null));
    assertThat(submit(one, null).pipelineId()).isEqualTo(one.id());
    Pipeline two = world.revised(one, second);
    assertThat(flowforge.pipelineReading().list(MEMBER, world.orgId()))
        .contains(two)
        .doesNotContain(one);
    assertThat(submit(one, null).pipelineId()).isEqualTo(two.id());
  }

  @Test
  void twoEditorsAtOnceAreOneVersionAndConflicts() throws Exception {
    Pipeline newest = world.pipeline(first);
    for (int i = 0; i < 5; i++) {
      Pipeline base = newest;
      List<Boolean> wins =
          Race.of(
              Set.of(ConflictException.class),
              Collections.nCopies(8, () -> world.revised(base, second)));
      assertThat(wins.stream().filter(won -> won)).hasSize(1);
      newest = flowforge.pipelineVersions().newestOf(base.id()).orElseThrow();
      assertThat(newest.version()).isEqualTo(base.version() + 1);
    }
    assertThat(flowforge.pipelineReading().versions(MEMBER, newest.id())).hasSize(6);
    // The documents of those who lost are gone.
    assertThat(flowforge.pipelineReading().listAll(ADMIN, world.orgId()).toList())
        .filteredOn(standing -> standing.pipeline().pipelineName().equals("q"))
        .extracting(standing -> standing.pipeline().id())
        .doesNotHaveDuplicates();
  }

  @Test
  void anOldIdMeansTheLineage() {
    Pipeline one = world.pipeline(first);
    Pipeline two = world.revised(one, second);

    ServiceRequest request = submit(one, null);
    assertThat(request.pipelineId()).isEqualTo(two.id());
    assertThat(request.pipelineVersion()).isEqualTo(2);
    assertThat(request.pipelineName()).isEqualTo("q");
    assertThat(submit(one, 2).pipelineId()).isEqualTo(two.id());
    // Fits the form of the first version only, and of the second only.
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> submit(one, null, "{\"why\": \"so\"}"));
    assertThat(submit(one, null, "{\"when\": \"now\"}").pipelineId()).isEqualTo(two.id());
  }

  @Test
  void aFormOfAnOldVersionIsAConflictThatNamesTheNewId() {
    Pipeline one = world.pipeline(first);
    Pipeline two = world.revised(one, second);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> submit(one, 1))
        .withMessageContaining(two.id());
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> submit(two, 1))
        .withMessage("pipeline %s is at version 2, not 1; load its form again", two.id());
  }

  @Test
  void aRequestStaysOnItsVersionWhileItWaits() {
    Pipeline one =
        world.pipeline(
            Pipelines.chain(List.of(Pipelines.approval(), Pipelines.api(target.url("/one")))));
    ServiceRequest request = submit(one, null, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);

    world.revised(one, Pipelines.call(target.url("/two")));
    flowforge.requests().decisions().approve(ADMIN, request.id());
    var done = world.await(request, RequestStatus.COMPLETED);

    assertThat(done.request().pipelineId()).isEqualTo(one.id());
    assertThat(done.steps()).hasSize(2);
    assertThat(target.calls()).extracting(Target.Call::uri).containsExactly("/one");
  }

  /** What was submitted before an edit began may be on the old version; nothing that came after. */
  @Test
  void noRequestRunsOnAVersionThatWasReplacedBeforeItsSubmission() throws Exception {
    Pipeline one = world.pipeline(first);
    record Submitted(int newestBefore, int used, int newestAfter) {}
    var submitted = new ConcurrentLinkedQueue<Submitted>();
    Runnable submission =
        () -> {
          for (int i = 0; i < 15; i++) {
            int before = newest(one).version();
            int used = submit(one, null, "{}").pipelineVersion();
            submitted.add(new Submitted(before, used, newest(one).version()));
          }
        };
    Runnable edits =
        () -> {
          for (int i = 0; i < 15; i++) {
            world.revised(newest(one), i % 2 == 0 ? second : first);
          }
        };
    List<Runnable> actions = new ArrayList<>(Collections.nCopies(8, submission));
    actions.add(edits);

    assertThat(Race.of(Set.of(), actions)).doesNotContain(false);

    assertThat(newest(one).version()).isEqualTo(16);
    assertThat(submitted)
        .hasSize(120)
        .allSatisfy(
            each -> assertThat(each.used()).isBetween(each.newestBefore(), each.newestAfter()));
  }

  private Pipeline newest(Pipeline pipeline) {
    return flowforge.pipelineVersions().newestOf(pipeline.id()).orElseThrow();
  }

  private ServiceRequest submit(Pipeline pipeline, @Nullable Integer version) {
    return submit(pipeline, version, "{}");
  }

  private ServiceRequest submit(Pipeline pipeline, @Nullable Integer version, String formData) {
    return flowforge
        .requests()
        .submission()
        .create(
            MEMBER,
            new NewRequest(pipeline.id(), world.orgId(), World.object(formData), "", version));
  }

  private String lineage(Pipeline pipeline) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                new VersionStore()
                    .find(tx, pipeline.id())
                    .map(LineageVersion::lineage)
                    .orElse(pipeline.id()));
  }

  private boolean isLater(Pipeline later, Pipeline than) {
    return flowforge
        .database()
        .inTransaction(tx -> flowforge.pipelineVersions().isLater(tx, later.id(), than.id()));
  }

  private static Pipeline copyOf(Pipeline model) {
    return new Pipeline(
        BsonValues.newId(),
        model.userId(),
        model.orgId(),
        model.pipelineName(),
        model.pipelineDescription(),
        model.version(),
        null,
        model.firstStepName(),
        model.steps(),
        model.createdOn(),
        model.form());
  }
}
