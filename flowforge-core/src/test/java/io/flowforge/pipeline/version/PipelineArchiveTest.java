package io.flowforge.pipeline.version;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.NewRequest;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Archived pipelines accept no requests; those that exist go on. */
class PipelineArchiveTest extends CoreTest {

  private final String json = Pipelines.chain(List.of(Pipelines.approval()));

  @Test
  void noVersionAcceptsRequestsUntilItIsRestored() {
    Pipeline one = world.pipeline(json);
    Pipeline two = world.revised(one, json);
    flowforge.pipelineArchive().archive(ADMIN, one.id());
    flowforge.pipelineArchive().archive(ADMIN, two.id());

    for (Pipeline version : List.of(one, two)) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> submit(version))
          .withMessageContaining("is archived");
      assertThat(flowforge.pipelineReading().get(MEMBER, version.id()).archivedOn()).isNotNull();
    }
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> world.revised(two, json));
    assertThat(flowforge.pipelineReading().list(MEMBER, world.orgId())).doesNotContain(one, two);
    assertThat(flowforge.pipelineReading().listAll(MEMBER, world.orgId()))
        .filteredOn(standing -> standing.archivedOn() != null)
        .extracting(standing -> standing.pipeline())
        .contains(one, two);

    flowforge.pipelineArchive().restore(ADMIN, one.id());
    assertThat(submit(one).pipelineId()).isEqualTo(two.id());
    assertThat(flowforge.pipelineReading().list(MEMBER, world.orgId())).contains(two);
    assertThat(flowforge.pipelineReading().get(MEMBER, two.id()).archivedOn()).isNull();
  }

  /** Stores compare ids in different ways. */
  @Test
  void anIdInCapitalLettersNamesTheSamePipeline() {
    Pipeline one = world.pipeline(json);
    Pipeline two = world.revised(one, json);
    String capitals = one.id().toUpperCase(Locale.ROOT);
    assertThat(flowforge.pipelineReading().get(MEMBER, capitals).newestId()).isEqualTo(two.id());
    assertThat(flowforge.pipelineReading().versions(MEMBER, capitals).toList()).hasSize(2);

    flowforge.pipelineArchive().archive(ADMIN, capitals);
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> submit(one));
    flowforge.pipelineArchive().restore(ADMIN, capitals);
    assertThat(submit(one).pipelineId()).isEqualTo(two.id());
    assertThat(world.revised(two, json).version()).isEqualTo(3);
  }

  @Test
  void requestsThatExistGoOn() {
    Pipeline pipeline =
        world.pipeline(Pipelines.chain(List.of(Pipelines.approval(), Pipelines.approval())));
    ServiceRequest waiting = submit(pipeline);
    ServiceRequest notStarted = submit(pipeline);
    flowforge.requests().decisions().start(MEMBER, waiting.id());
    world.await(waiting, RequestStatus.PENDING);

    flowforge.pipelineArchive().archive(ADMIN, pipeline.id());

    flowforge.requests().decisions().approve(ADMIN, waiting.id());
    flowforge.requests().decisions().start(MEMBER, notStarted.id());
    world.await(notStarted, RequestStatus.PENDING);
  }

  @Test
  void onlyAdminsArchive() {
    Pipeline pipeline = world.pipeline(json);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.pipelineArchive().archive(MEMBER, pipeline.id()));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.pipelineArchive().restore(MEMBER, pipeline.id()));
    for (String id : List.of(pipeline.id(), "no id")) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> flowforge.pipelineArchive().archive(STRANGER, id));
    }
    assertThat(submit(pipeline).pipelineId()).isEqualTo(pipeline.id());
  }

  /** When archiving has been answered, the number of requests does not change any more. */
  @Test
  void nothingIsSubmittedAfterItsAnswer() throws Exception {
    for (int i = 0; i < 8; i++) {
      Pipeline pipeline = world.pipeline(json);
      var count = new AtomicLong(-1);
      List<Runnable> actions = new ArrayList<>();
      for (int j = 0; j < 8; j++) {
        actions.add(
            () -> {
              for (int k = 0; k < 5; k++) {
                submit(pipeline);
              }
            });
      }
      actions.add(
          () -> {
            flowforge.pipelineArchive().archive(ADMIN, pipeline.id());
            count.set(requests(pipeline));
          });
      Race.of(Set.of(ConflictException.class), actions);
      assertThat(requests(pipeline)).isEqualTo(count.get());
    }
  }

  private long requests(Pipeline pipeline) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT count(*) AS n FROM request_run WHERE pipeline_id = ?",
                        row -> row.number("n"),
                        pipeline.id())
                    .getFirst());
  }

  private ServiceRequest submit(Pipeline pipeline) {
    return flowforge
        .requests()
        .submission()
        .create(MEMBER, new NewRequest(pipeline.id(), world.orgId(), World.object("{}"), "", null));
  }
}
