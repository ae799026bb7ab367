package io.flowforge.request;

import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of a submission, their order, and its number of transactions. */
class RequestSubmissionTest {

  private static final String FITTING = "{\"who\": \"Mike\"}";
  private static final String UNFITTING = "{\"whom\": \"Mike\"}";

  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static TestStores stores;
  private static Flowforge flowforge;
  private static World world;
  private static Pipeline pipeline;

  private long statesBefore;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    flowforge = Flowforge.open(stores.settings(), InstantSource.system(), METERS);
    world = new World(flowforge);
    pipeline = atVersionTwo(world.pipeline(Pipelines.chain(List.of(Pipelines.approval()))));
  }

  @AfterAll
  static void close() {
    flowforge.close();
    stores.close();
  }

  @BeforeEach
  void countStates() {
    statesBefore = states();
  }

  /** A rejected submission leaves nothing behind. */
  @AfterEach
  void nothingIsLeft() {
    assertThat(states()).isEqualTo(statesBefore);
  }

  /** The statuses that MongoDB has got are marked together, between some of the submissions. */
  @Test
  void takesOneTransaction() {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      double before = transactions();
      submit(MEMBER, pipeline.id(), FITTING, null);
      least = Math.min(least, transactions() - before);
      statesBefore++;
    }

    assertThat(least).isEqualTo(1);
  }

  /** A caller who is not a member learns nothing about the pipeline or the form. */
  @Test
  void rightsAreCheckedBeforeAnythingElse() {
    String message =
        "you are not allowed to do this in organization %d; ask one of its admins"
            .formatted(world.orgId());
    for (String id : List.of(pipeline.id(), BsonValues.newId(), "no id")) {
      for (String formData : List.of(FITTING, UNFITTING)) {
        assertThatExceptionOfType(ForbiddenException.class)
            .isThrownBy(() -> submit(STRANGER, id, formData, 7))
            .withMessage(message);
      }
    }
  }

  @Test
  void aMemberIsToldThatThereIsNoSuchPipeline() {
    for (String id : List.of(BsonValues.newId(), "no id")) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> submit(MEMBER, id, UNFITTING, 7))
          .withMessage("pipeline %s not found in organization %d".formatted(id, world.orgId()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFormOfAnotherVersionIsRejected(int version) {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> submit(MEMBER, pipeline.id(), FITTING, version))
        .withMessageContaining("is at version 2, not " + version);
  }

  @Test
  void aFormOfTheCurrentVersionIsAccepted() {
    assertThat(submit(MEMBER, pipeline.id(), FITTING, 2).pipelineVersion()).isEqualTo(2);
    statesBefore++;
  }

  @Test
  void formDataThatDoesNotFitIsRejected() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> submit(MEMBER, pipeline.id(), UNFITTING, 2));
  }

  /** The time that is returned is the one that is read later, whatever the stores round. */
  @Test
  void theReturnedRequestEqualsTheOneReadLater() {
    ServiceRequest submitted = submit(MEMBER, pipeline.id(), FITTING, null);

    assertThat(flowforge.requests().reading().get(MEMBER, submitted.id()).request())
        .isEqualTo(submitted);
    statesBefore++;
  }

  private static ServiceRequest submit(
      Caller caller, String pipelineId, String formData, @Nullable Integer version) {
    return flowforge
        .requests()
        .submission()
        .create(
            caller, new NewRequest(pipelineId, world.orgId(), World.object(formData), "", version));
  }

  /** Each transaction borrows one connection of the pool, and nothing else borrows any. */
  private static long transactions() {
    return METERS.get("hikaricp.connections.acquire").timer().count();
  }

  private static long states() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list("SELECT count(*) AS n FROM request_run", row -> row.number("n"))
                    .getFirst());
  }

  private static Pipeline atVersionTwo(Pipeline one) {
    var two =
        new Pipeline(
            one.id(),
            one.userId(),
            one.orgId(),
            one.pipelineName(),
            one.pipelineDescription(),
            2,
            null,
            one.firstStepName(),
            one.steps(),
            one.createdOn(),
            one.form());
    try (var documents = Documents.open(stores.mongoUri())) {
      new PipelineStore(documents).save(two);
    }
    return two;
  }
}
