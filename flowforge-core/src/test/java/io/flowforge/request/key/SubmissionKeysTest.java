package io.flowforge.request.key;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestSubmission.Submitted;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A submission with a key makes one request, however often it is sent. */
class SubmissionKeysTest extends CoreTest {

  private final String json = Pipelines.chain(List.of(Pipelines.approval()));
  private Pipeline pipeline = world.pipeline(json);

  @BeforeEach
  void newPipeline() {
    pipeline = world.pipeline(json);
  }

  @Test
  void theSameKeyAndBodyAreTheSameRequest() {
    Submitted first = submit(MEMBER, "same", "{}");
    Submitted second = submit(MEMBER, "same", "{}");

    assertThat(first.isNew()).isTrue();
    assertThat(second).isEqualTo(new Submitted(first.request(), false));
    flowforge.requests().decisions().cancel(MEMBER, first.request().id());
    assertThat(submit(MEMBER, "same", "{}").request().status()).isEqualTo(RequestStatus.CANCELLED);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void anotherBodyIsAConflict() {
    ServiceRequest first = submit(MEMBER, "body", "{}").request();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> submit(MEMBER, "body", "{\"who\": \"Mike\"}"))
        .withMessageContaining("'body' has been used for another submission")
        .withMessageContaining(first.id());
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void keysOfOthersAreOthers() {
    submit(MEMBER, "mine", "{}");
    assertThat(submit(ADMIN, "mine", "{}").isNew()).isTrue();
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void aRefusedSubmissionLeavesNoKey() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> submit(MEMBER, "refused", "{\"whom\": 1}"));
    assertThat(keys("refused")).isZero();
    assertThat(submit(MEMBER, "refused", "{}").isNew()).isTrue();
  }

  /** What was accepted stays accepted, whatever becomes of the pipeline. */
  @Test
  void isRepeatedAfterThePipelineWasReplacedOrArchived() {
    ServiceRequest first = submit(MEMBER, "later", "{\"why\": \"so\"}").request();
    Pipeline two = world.revised(pipeline, json.replace("why", "when"));
    assertThat(submit(MEMBER, "later", "{\"why\": \"so\"}").request()).isEqualTo(first);
    flowforge.pipelineArchive().archive(ADMIN, two.id());
    assertThat(submit(MEMBER, "later", "{\"why\": \"so\"}").request()).isEqualTo(first);
  }

  @Test
  void onAnOldVersionTheKeyGoesWithTheRequestOnTheNewestOne() {
    Pipeline two = world.revised(pipeline, json.replace("why", "when"));
    ServiceRequest first = submit(MEMBER, "old id", "{}".replace(" ", "")).request();
    assertThat(first.pipelineId()).isEqualTo(two.id());
    assertThat(submit(MEMBER, "old id", "{}").request()).isEqualTo(first);
    assertThat(keys("old id")).isEqualTo(1);
  }

  @Test
  void manyAtOnceAreOneRequest() throws Exception {
    for (int i = 0; i < 5; i++) {
      String key = "race" + i;
      var made = new ConcurrentLinkedQueue<Submitted>();
      assertThat(
              Race.of(Set.of(), Collections.nCopies(12, () -> made.add(submit(MEMBER, key, "{}")))))
          .doesNotContain(false);
      assertThat(made)
          .extracting(each -> each.request().id())
          .containsOnly(made.peek().request().id());
      assertThat(made).filteredOn(Submitted::isNew).hasSize(1);
      assertThat(requests()).isEqualTo(i + 1);
    }
  }

  /** As if the server had crashed between the two stores. */
  @Test
  void whoSendsItAgainCompletesWhatACrashLeft() {
    ServiceRequest first = submit(MEMBER, "crash", "{\"who\": \"Mike\"}").request();
    removeDocument(first);

    assertThat(submit(MEMBER, "crash", "{\"who\": \"Mike\"}"))
        .isEqualTo(new Submitted(first, false));
    assertThat(flowforge.requests().reading().get(MEMBER, first.id()).request()).isEqualTo(first);
  }

  /** As if nobody had sent it again before the request was removed. */
  @Test
  void aKeyWithoutARequestIsForgotten() {
    ServiceRequest first = submit(MEMBER, "gone", "{}").request();
    removeDocument(first);
    update("DELETE FROM request_run WHERE request_id = '" + first.id() + "'");

    Submitted second = submit(MEMBER, "gone", "{}");
    assertThat(second.isNew()).isTrue();
    assertThat(second.request().id()).isNotEqualTo(first.id());
    assertThat(keys("gone")).isEqualTo(1);
  }

  @Test
  void isKeptForADayAndRemovedInBatches() {
    submit(MEMBER, "young", "{}");
    update(
        """
        INSERT INTO submission_key
        SELECT 4711, 'u', 'k' || n, '', 'r' || n, 'p', now() AT TIME ZONE 'utc' - interval '25 hours'
        FROM generate_series(1, 2500) AS n
        """);
    var keys =
        new SubmissionKeys(flowforge.database(), new SubmissionKeyStore(), InstantSource.system());
    assertThat(keys.sweep()).isEqualTo(2_500);
    assertThat(keys("young")).isEqualTo(1);
    update("UPDATE submission_key SET created_at = created_at - interval '23 hours 50 minutes'");
    assertThat(keys.sweep()).isZero();
    update("UPDATE submission_key SET created_at = created_at - interval '20 minutes'");
    assertThat(keys.sweep()).isPositive();
    assertThat(keys("young")).isZero();
  }

  @Test
  void aUserHasALimitedNumberOfKeys() {
    update(
        "INSERT INTO submission_key SELECT %d, 'auth0|ada', 'k' || n, '', 'r', 'p', now() AT TIME ZONE 'utc'"
                .formatted(world.orgId())
            + " FROM generate_series(1, %d) AS n".formatted(SubmissionKeys.MAX_KEYS));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> submit(ADMIN, "one more", "{}"))
        .withMessageContaining("10000 idempotency keys");
    assertThat(keys("one more")).isZero();
    assertThat(submit(MEMBER, "of another", "{}").isNew()).isTrue();
    update("DELETE FROM submission_key WHERE user_id = 'auth0|ada'");
  }

  private Submitted submit(Caller caller, String key, String formData) {
    var body = World.object(formData);
    return flowforge
        .requests()
        .submission()
        .create(
            caller,
            new NewRequest(pipeline.id(), world.orgId(), body, "", null),
            SubmissionKey.of(key.replace(' ', '-'), body));
  }

  private void removeDocument(ServiceRequest request) {
    try (var documents = Documents.open(stores.mongoUri())) {
      documents.onServiceRequests(
          requests -> requests.deleteOne(new Document("_id", new ObjectId(request.id()))));
    }
  }

  private long requests() {
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

  private long keys(String key) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT count(*) AS n FROM submission_key WHERE idempotency_key = ?",
                        row -> row.number("n"),
                        key.replace(' ', '-'))
                    .getFirst());
  }

  private void update(String sql) {
    flowforge.database().useTransaction(tx -> tx.update(sql));
  }
}
