package io.flowforge.request.retry;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.history.HistoryRange;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Retries of requests that an older system, or another program, left as Failed. */
class RetryAfterAdoptionTest extends CoreTest {

  private final OlderSystem older = new OlderSystem();

  @Test
  void whatAnOlderSystemLeftFailedGoesOnFromThere() {
    String id = left("Failure", "Completed", "Failed", "");

    assertThat(retry(id, null).fromStep()).isEqualTo("s2");

    await(id, RequestStatus.COMPLETED);
    assertThat(keys(id)).containsExactly("s2/2", "s3/2");
  }

  /** Nobody knows whether its call was made; a person decides that it is to be made again. */
  @Test
  void aCallThatMayHaveBeenMadeIsMadeAgain() {
    String id = left("Running", "Completed", "Running", "");
    assertThat(details(id).request().status()).isEqualTo(RequestStatus.FAILED);

    assertThat(retry(id, null).fromStep()).isEqualTo("s2");

    await(id, RequestStatus.COMPLETED);
    assertThat(keys(id)).containsExactly("s2/2", "s3/2");
  }

  @Test
  void aGapInItsStepsIsRefusedWithTheReason() {
    String id = left("Failed", "", "Completed", "Failed");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(id, null))
        .withMessage(
            "from_step: step 's1' before it has not completed; the request can go on from 's1'");
    assertThat(retry(id, "s1").fromStep()).isEqualTo("s1");
    await(id, RequestStatus.COMPLETED);
    assertThat(keys(id)).containsExactly("s1/2", "s2/2", "s3/2");
  }

  @Test
  void whatHasCompletedInEveryStepHasNothingLeftToRun() {
    String id = left("Failed", "Completed", "Completed", "Completed");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(id, null))
        .withMessageStartingWith("from_step: no step is left to run;");
  }

  @Test
  void aStatusThatNobodyKnowsIsNotRetried() {
    String id = left("Exploded", "Completed", "Failed", "");
    assertThat(details(id).request().status()).isEqualTo(RequestStatus.FAILED);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(id, null))
        .withMessageContaining("its document has the status 'Exploded'");
  }

  @Test
  void withoutItsPipelineNothingCanBeRetried() {
    String id = older.request(world.orgId(), "0".repeat(24), "Failed");
    older.event(id, "s1", "API", "Failed").write(stores, flowforge.database());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(id, null))
        .withMessageContaining("no longer exists");
  }

  /** What completed only in an earlier run does not count when another program interferes. */
  @Test
  void anInterferenceInALaterRunIsJudgedByThatRun() {
    String id = left("Failed", "Completed", "Failed", "");
    Runnable release = target.hold();
    var _ = retry(id, "s1");
    Eventually.eventually(target.calls()::size, calls -> calls == 1);
    target.answerInTurn(500);
    OlderSystem.set(stores, id, new Document("status", "Pending"));
    older.event(id, "s1", "API", "Failed").write(stores, flowforge.database());
    release.run();

    await(id, RequestStatus.FAILED);
    Eventually.eventually(() -> transitions(id).getLast().name(), name -> name.equals("ADOPT"));

    // Otherwise s1 would count as completed, by the first run, and s2 as the first that is not.
    assertThat(transitions(id).getLast().stepName()).isEqualTo("s1");
  }

  private BegunRun retry(String id, @Nullable String fromStep) {
    return flowforge.requests().retry().retry(MEMBER, id, new WantedRetry(fromStep, null));
  }

  /** Makes a request of three calls; an empty event is not recorded. */
  private String left(String status, String... events) {
    String call = Pipelines.api(target.url());
    Pipeline pipeline = world.pipeline(Pipelines.chain(List.of(call, call, call)));
    String id = older.request(world.orgId(), pipeline.id(), status);
    for (int i = 0; i < events.length; i++) {
      if (!events[i].isEmpty()) {
        older.event(id, "s" + (i + 1), "API", events[i]);
      }
    }
    older.write(stores, flowforge.database());
    return id;
  }

  private RequestDetails details(String id) {
    return flowforge.requests().reading().get(MEMBER, id);
  }

  private void await(String id, RequestStatus status) {
    var _ = Eventually.eventually(() -> details(id), found -> found.request().status() == status);
  }

  private List<PastTransition> transitions(String id) {
    return flowforge
        .requests()
        .history()
        .page(MEMBER, id, new HistoryRange(null, null, 100))
        .transitions();
  }

  private List<String> keys(String id) {
    return target.calls().stream()
        .map(call -> call.header("Idempotency-key"))
        .map(key -> key.substring(id.length() + 1))
        .toList();
  }
}
