package io.flowforge.faults.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.LoadRecord;
import io.flowforge.faults.evidence.Sighting;
import io.flowforge.faults.evidence.Span;
import io.flowforge.faults.evidence.StoredState;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.evidence.TargetRecord;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.Conversation.Refusal;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.load.SecretSpan;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.CountingTarget.Effect;
import io.flowforge.faults.stub.TargetCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Starts from evidence of two correct requests, one completed and one cancelled. Each test breaks
 * one thing, and exactly the invariants about it must be violated.
 */
class InvariantsTest {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");

  private final Map<String, RunRow> runs =
      new HashMap<>(
          Map.of(
              "done", new RunRow("done", "Completed", 3, 3),
              "cancelled", new RunRow("cancelled", "Cancelled", 3, 3)));
  private final List<TransitionRow> transitions =
      new ArrayList<>(
          List.of(
              new TransitionRow("done", 1, "CREATE", "Not Started"),
              new TransitionRow("done", 2, "START", "Running"),
              new TransitionRow("done", 3, "COMPLETE", "Completed"),
              new TransitionRow("cancelled", 1, "CREATE", "Not Started"),
              new TransitionRow("cancelled", 2, "START", "Running"),
              new TransitionRow("cancelled", 3, "CANCEL", "Cancelled")));
  private final List<EventRow> events =
      new ArrayList<>(
          List.of(
              new EventRow("done", 1, "s1", "API", "Not Started"),
              new EventRow("done", 2, "s1", "API", "Running"),
              new EventRow("done", 3, "s1", "API", "Completed"),
              new EventRow("cancelled", 1, "s1", "API", "Not Started"),
              new EventRow("cancelled", 2, "s1", "API", "Running"),
              new EventRow("cancelled", 3, "s1", "API", "Cancelled")));
  private final Map<String, StoredDocument> documents =
      new HashMap<>(
          Map.of(
              "done", new StoredDocument("done", "t1", "Completed", 3),
              "cancelled", new StoredDocument("cancelled", "t2", "Cancelled", 3)));
  private final List<TargetCall> calls =
      new ArrayList<>(
          List.of(
              new TargetCall("done/s1/1", new CalledStep("t1", "s1"), T, Behaviour.PROMPT),
              new TargetCall(
                  "done/s1/1", new CalledStep("t1", "s1"), T.plusSeconds(8), Behaviour.PROMPT),
              new TargetCall(
                  "cancelled/s1/1", new CalledStep("t2", "s1"), T.plusSeconds(1), Behaviour.SLOW)));
  private final List<Effect> effects =
      new ArrayList<>(
          List.of(
              new Effect("done/s1/1", new CalledStep("t1", "s1")),
              new Effect("cancelled/s1/1", new CalledStep("t2", "s1"))));
  private final List<AcceptedAction> accepted =
      new ArrayList<>(
          List.of(
              new AcceptedAction("done", RequestAction.CREATE, T),
              new AcceptedAction("done", RequestAction.START, T),
              new AcceptedAction("cancelled", RequestAction.CREATE, T),
              new AcceptedAction("cancelled", RequestAction.START, T),
              new AcceptedAction("cancelled", RequestAction.CANCEL, T)));
  private final List<Refusal> refusals =
      new ArrayList<>(
          List.of(
              new Refusal("PUT /", 409, false, "it has ended"),
              new Refusal("PUT /", 503, true, "come back later")));
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Span> freezes = new ArrayList<>();
  private final List<SecretSpan> secrets = new ArrayList<>();

  @Test
  void allHoldWhenNothingIsWrong() {
    assertThat(violated()).isEmpty();
  }

  @Test
  void aCallOfAnotherVersionIsSeen() {
    documents.put("done", new StoredDocument("done", "t1", "Completed", 3, 2, ""));
    assertThat(violated()).containsExactly(RequestsKeepToTheirVersion.class);
  }

  @Test
  void aSecondRequestOfAKeyIsSeen() {
    documents.put("done", new StoredDocument("done", "t1", "Completed", 3, 1, "key"));
    documents.put("cancelled", new StoredDocument("cancelled", "t2", "Cancelled", 3, 1, "key"));
    assertThat(violated()).containsExactly(OneRequestPerKey.class);
  }

  @Test
  void aRequestThatStillRunsIsSeen() {
    runs.put("done", new RunRow("done", "Running", 3, 3));
    documents.put("done", new StoredDocument("done", "t1", "Running", 3));
    assertThat(violated()).containsExactly(EveryRequestEndsOrWaits.class);
  }

  @Test
  void aRequestMayWaitOnlyWhenNobodyIsToDecideIt() {
    runs.put("left", new RunRow("left", "Pending", 1, 1));
    transitions.add(new TransitionRow("left", 1, "WAIT", "Pending"));
    assertThat(violated()).isEmpty();
    runs.put("forgotten", new RunRow("forgotten", "Pending", 1, 1));
    transitions.add(new TransitionRow("forgotten", 1, "WAIT", "Pending"));
    assertThat(violated()).containsExactly(EveryRequestEndsOrWaits.class);
  }

  @Test
  void aRequestThatWasStartedAndIsNotIsSeen() {
    accepted.add(new AcceptedAction("late", RequestAction.START, T));
    runs.put("late", new RunRow("late", "Not Started", 1, 1));
    transitions.add(new TransitionRow("late", 1, "CREATE", "Not Started"));
    assertThat(violated())
        .containsExactlyInAnyOrder(EveryRequestEndsOrWaits.class, NoPromiseIsForgotten.class);
  }

  @Test
  void aRequestThatIsGoneIsSeen() {
    accepted.add(new AcceptedAction("gone", RequestAction.CREATE, T));
    assertThat(violated())
        .containsExactlyInAnyOrder(
            EveryRequestEndsOrWaits.class, NoPromiseIsForgotten.class, DocumentsFollow.class);
  }

  @Test
  void anApprovalThatDidNotTakePlaceIsSeen() {
    accepted.add(new AcceptedAction("done", RequestAction.APPROVE, T));
    assertThat(violated()).containsExactly(NoPromiseIsForgotten.class);
  }

  @Test
  void aSecondCompletionIsSeen() {
    events.add(new EventRow("done", 3, "s1", "API", "Completed"));
    assertThat(violated()).containsExactly(NoStepCompletesTwice.class);
  }

  @Test
  void aStepMayFailOnlyByItsTargetOrAnAdmin() {
    events.removeIf(each -> each.requestId().equals("done") && each.seq() == 3);
    events.add(new EventRow("done", 3, "s1", "API", "Failed"));
    assertThat(violated()).containsExactly(OnlyTargetsFailRequests.class);
    calls.add(new TargetCall("done/s1/1", new CalledStep("t1", "s1"), T, Behaviour.REFUSES));
    assertThat(violated()).isEmpty();
    calls.removeLast();
    transitions.remove(new TransitionRow("done", 3, "COMPLETE", "Completed"));
    transitions.add(new TransitionRow("done", 3, "REJECT", "Failed"));
    assertThat(violated()).isEmpty();
  }

  @Test
  void anEventAfterTheEndIsSeen() {
    runs.put("cancelled", new RunRow("cancelled", "Cancelled", 4, 3));
    transitions.add(new TransitionRow("cancelled", 4, "ADVANCE", "Running"));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
    events.add(new EventRow("cancelled", 4, "s2", "API", "Running"));
    assertThat(new NothingStartsAfterTheEnd().violations(evidence())).hasSize(2);
  }

  @Test
  void aStepThatStartsTogetherWithTheEndIsSeen() {
    events.add(new EventRow("cancelled", 3, "s2", "API", "Running"));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
  }

  @Test
  void aFirstCallLongAfterTheEndIsSeenUnlessAProcessWasFrozen() {
    calls.add(firstCall(NothingStartsAfterTheEnd.MAX_LATENESS));
    assertThat(violated()).isEmpty();
    calls.removeLast();
    calls.add(firstCall(NothingStartsAfterTheEnd.MAX_LATENESS.plusMillis(1)));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
    freezes.add(new Span(T.minusSeconds(5), T.plusSeconds(4)));
    assertThat(violated()).isEmpty();
  }

  private static TargetCall firstCall(Duration afterTheEnd) {
    return new TargetCall(
        "cancelled/s2/1", new CalledStep("t2", "s2"), T.plus(afterTheEnd), Behaviour.PROMPT);
  }

  @Test
  void aRetriedRequestIsSeenAsSeveralRuns() {
    retryTheFailedRequest();
    assertThat(violated()).isEmpty();
  }

  /** A worker that used the key of the first run again would have its effect there. */
  @Test
  void aLaterRunWithTheKeyOfTheFirstIsSeen() {
    retryTheFailedRequest();
    calls.removeLast();
    calls.add(new TargetCall("again/s1/1", new CalledStep("t3", "s1"), T, Behaviour.PROMPT));
    effects.removeLast();
    effects.add(new Effect("again/s1/1", new CalledStep("t3", "s1")));
    assertThat(violated()).containsExactly(EveryCompletedStepWasCalled.class);
  }

  @Test
  void aRunThatBeganBeforeTheOneBeforeFailedIsSeen() {
    retryTheFailedRequest();
    transitions.remove(new TransitionRow("again", 3, "FAIL", "Failed"));
    transitions.add(new TransitionRow("again", 3, "RETRY", "Running"));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
  }

  @Test
  void aStepThatFailsInALaterRunNeedsAReasonInThatRun() {
    retryTheFailedRequest();
    runs.put("again", new RunRow("again", "Failed", 5, 5));
    documents.put("again", new StoredDocument("again", "t3", "Failed", 5));
    transitions.remove(new TransitionRow("again", 5, "COMPLETE", "Completed"));
    transitions.add(new TransitionRow("again", 5, "FAIL", "Failed"));
    events.remove(new EventRow("again", 5, "s1", "API", "Completed"));
    events.add(new EventRow("again", 5, "s1", "API", "Failed"));
    assertThat(violated()).containsExactly(OnlyTargetsFailRequests.class);
  }

  @Test
  void aRetryThatDidNotTakePlaceIsSeen() {
    accepted.add(new AcceptedAction("done", RequestAction.RETRY, T));
    assertThat(violated()).containsExactly(NoPromiseIsForgotten.class);
  }

  @Test
  void aCallOfALaterRunIsNotLateForTheRejectionOfAnEarlierOne() {
    retryTheFailedRequest();
    transitions.remove(new TransitionRow("again", 3, "FAIL", "Failed"));
    transitions.add(new TransitionRow("again", 3, "REJECT", "Failed"));
    Instant longAgo = T.minus(NothingStartsAfterTheEnd.MAX_LATENESS).minusMillis(1);
    accepted.add(new AcceptedAction("again", RequestAction.REJECT, longAgo));
    calls.removeIf(call -> call.key().equals("again/s1/1"));
    assertThat(violated()).isEmpty();
    calls.add(new TargetCall("again/s0/1", new CalledStep("t3", "s0"), T, Behaviour.PROMPT));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
  }

  private void retryTheFailedRequest() {
    runs.put("again", new RunRow("again", "Completed", 5, 5));
    documents.put("again", new StoredDocument("again", "t3", "Completed", 5));
    transitions.add(new TransitionRow("again", 1, "CREATE", "Not Started"));
    transitions.add(new TransitionRow("again", 2, "START", "Running"));
    transitions.add(new TransitionRow("again", 3, "FAIL", "Failed"));
    transitions.add(new TransitionRow("again", 4, "RESUME", "Running"));
    transitions.add(new TransitionRow("again", 5, "COMPLETE", "Completed"));
    events.add(new EventRow("again", 2, "s1", "API", "Running"));
    events.add(new EventRow("again", 3, "s1", "API", "Failed"));
    events.add(new EventRow("again", 4, "s1", "API", "Running"));
    events.add(new EventRow("again", 5, "s1", "API", "Completed"));
    accepted.add(new AcceptedAction("again", RequestAction.RETRY, T));
    calls.add(new TargetCall("again/s1/1", new CalledStep("t3", "s1"), T, Behaviour.REFUSES));
    calls.add(new TargetCall("again/s1/2", new CalledStep("t3", "s1", 2), T, Behaviour.PROMPT));
    effects.add(new Effect("again/s1/2", new CalledStep("t3", "s1", 2)));
  }

  @Test
  void aGapInTheNumbersIsSeen() {
    transitions.removeIf(each -> each.requestId().equals("done") && each.seq() == 2);
    assertThat(violated())
        .containsExactlyInAnyOrder(SequencesAreDense.class, NoPromiseIsForgotten.class);
  }

  @Test
  void anEventWithoutItsTransitionIsSeen() {
    events.add(new EventRow("done", 0, "s1", "API", "Running"));
    assertThat(violated()).containsExactly(SequencesAreDense.class);
  }

  @Test
  void aCompletionWithoutEffectIsSeen() {
    effects.removeIf(effect -> effect.step().ticket().equals("t1"));
    assertThat(violated()).containsExactly(EveryCompletedStepWasCalled.class);
  }

  @Test
  void onlyAStepWhoseConditionIsFalseCompletesWithoutEffect() {
    events.add(new EventRow("done", 3, "s2-if-even", "API", "Completed"));
    assertThat(violated()).isEmpty();
    events.add(new EventRow("done", 3, "s3-if-odd", "API", "Completed"));
    assertThat(violated()).containsExactly(EveryCompletedStepWasCalled.class);
  }

  @Test
  void aSecondKeyIsSeen() {
    calls.add(new TargetCall("done/s1/2", new CalledStep("t1", "s1"), T, Behaviour.PROMPT));
    assertThat(violated()).containsExactly(AllCallsOfAStepCarryOneKey.class);
  }

  @Test
  void aKeyOfTwoStepsIsSeen() {
    calls.add(new TargetCall("done/s1/1", new CalledStep("t1", "s2"), T, Behaviour.PROMPT));
    assertThat(violated()).containsExactly(AllCallsOfAStepCarryOneKey.class);
  }

  @Test
  void aSecondEffectIsSeen() {
    effects.add(new Effect("done/s1/2", new CalledStep("t1", "s1")));
    assertThat(violated()).containsExactly(OneEffectPerStep.class);
  }

  @Test
  void aDocumentThatLagsBehindIsSeen() {
    documents.put("done", new StoredDocument("done", "t1", "Running", 2));
    assertThat(violated()).containsExactly(DocumentsFollow.class);
  }

  @Test
  void aDocumentWithoutARunIsSeen() {
    documents.put("lonely", new StoredDocument("lonely", "t3", "Not Started", 1));
    assertThat(violated()).containsExactly(DocumentsFollow.class);
  }

  @Test
  void aSightingIsSeen() {
    sightings.add(new Sighting("done", "Running without an entry", T));
    assertThat(violated()).containsExactly(RunningRequestsHaveWork.class);
  }

  @Test
  void aHangingCallThatWasNeverMadeIsSeen() {
    documents.put("cancelled", new StoredDocument("cancelled", "hanging-1", "Cancelled", 3));
    assertThat(violated()).containsExactly(HangingCallsHang.class);
    calls.add(
        new TargetCall(
            "cancelled/hang/1", new CalledStep("hanging-1", "hang"), T, Behaviour.HANGS));
    assertThat(violated()).isEmpty();
  }

  @Test
  void aHangingCallThatEndsByItselfIsSeen() {
    accepted.add(new AcceptedAction("hung", RequestAction.START, T));
    calls.add(
        new TargetCall("hung/hang/1", new CalledStep("hanging-2", "hang"), T, Behaviour.HANGS));
    documents.put("hung", new StoredDocument("hung", "hanging-2", "Failed", 3));
    runs.put("hung", new RunRow("hung", "Failed", 3, 3));
    transitions.add(new TransitionRow("hung", 1, "CREATE", "Not Started"));
    transitions.add(new TransitionRow("hung", 2, "START", "Running"));
    transitions.add(new TransitionRow("hung", 3, "FAIL", "Failed"));
    assertThat(violated()).containsExactly(HangingCallsHang.class);
  }

  @Test
  void anErrorOfTheServerIsSeen() {
    refusals.add(new Refusal("PUT /", 500, false, "something went wrong"));
    assertThat(violated()).containsExactly(RefusalsAreHonest.class);
  }

  @Test
  void aRefusalThatDoesNotSayWhenToComeBackIsSeen() {
    refusals.add(new Refusal("PUT /", 503, false, "come back some day"));
    assertThat(violated()).containsExactly(RefusalsAreHonest.class);
  }

  @Test
  void aSecretOfAnotherTimeIsSeen() {
    secrets.add(new SecretSpan("one", T, T.plusSeconds(10)));
    secrets.add(new SecretSpan("two", T.plusSeconds(9), Instant.MAX));
    addCall("one", T.plusSeconds(1));
    addCall("one", T.plusSeconds(24));
    addCall("two", T.plusSeconds(100));
    assertThat(violated()).isEmpty();

    addCall("one", T.plusSeconds(40));
    assertThat(violated()).containsExactly(SecretsAreCurrent.class);
    freezes.add(new Span(T.plusSeconds(12), T.plusSeconds(39)));
    assertThat(violated()).isEmpty();

    addCall("two", T.plusSeconds(8));
    assertThat(violated()).containsExactly(SecretsAreCurrent.class);
  }

  @Test
  void aSecretThatNobodyHasSetIsSeen() {
    addCall("three", T);
    assertThat(violated()).containsExactly(SecretsAreCurrent.class);
  }

  private void addCall(String secret, Instant at) {
    calls.add(
        new TargetCall("done/s1/1", new CalledStep("t1", "s1"), at, Behaviour.PROMPT, 1, secret));
  }

  private List<Class<?>> violated() {
    List<Class<?>> violated = new ArrayList<>();
    for (Verdict verdict : Verdict.on(evidence())) {
      if (!verdict.holds()) {
        violated.add(verdict.invariant().getClass());
      }
    }
    return violated;
  }

  private Evidence evidence() {
    return new Evidence(
            new StoredState(runs, transitions, events, documents),
            new TargetRecord(calls, effects),
            new LoadRecord(accepted, refusals, Set.of("left")),
            sightings,
            freezes)
        .with(secrets);
  }
}
